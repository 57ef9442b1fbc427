namespace RecPipe.Tools.Dashboards;

/// <summary>An expression of a panel.</summary>
/// <param name="Expr">PromQL; $VARIABLES, $__rate_interval and $__range are filled in by Grafana.</param>
/// <param name="Legend">A name for each of its series: {{label}} is the label's value.</param>
public sealed record Query(string Expr, string Legend)
{
    /// <summary>Whether it is a bound that the other series are held against, drawn dashed.</summary>
    public bool Bound { get; init; }

    /// <summary>Whether traces that the histogram names are shown as points.</summary>
    public bool Exemplars { get; init; }
}
