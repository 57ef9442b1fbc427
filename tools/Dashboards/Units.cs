namespace RecPipe.Tools.Dashboards;

/// <summary>Grafana's names of the units used here.</summary>
internal static class Units
{
    public const string Bytes = "bytes";
    public const string BytesPerSecond = "Bps";
    public const string Count = "short";
    public const string PerSecond = "cps";
    public const string QueriesPerSecond = "reqps";
    public const string Seconds = "s";
    public const string Share = "percentunit";
    public const string Switch = "bool_yes_no";
    public const string Times = "none";
}
