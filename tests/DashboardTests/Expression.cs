namespace RecPipe.DashboardTests;

/// <summary>Something of ours that Prometheus is asked.</summary>
/// <param name="Origin">Where it is written, for messages.</param>
/// <param name="Raw">As it is written.</param>
/// <param name="Labels">Labels that every series of the answer must have.</param>
internal sealed record Expression(string Origin, string Raw, params IReadOnlyList<string> Labels)
{
    /// <summary>As it is asked: dashboards' variables filled in as for "All".</summary>
    public string PromQl => Expressions.Filled(Raw);
}
