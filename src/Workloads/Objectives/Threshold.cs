namespace RecPipe.Workloads.Objectives;

/// <summary>A bound a run must meet, for example "p95&lt;25ms".</summary>
/// <param name="Text">As its user wrote it.</param>
/// <param name="Metric">What is bounded.</param>
/// <param name="Comparison">How.</param>
/// <param name="Bound">In seconds for latencies, a share for errors, degraded, NDCG and hit rate, queries a second for throughput.</param>
/// <param name="K">The k of "ndcg@k" or "hitrate@k"; 0 for other metrics.</param>
public sealed record Threshold(string Text, ThresholdMetric Metric, Comparison Comparison, double Bound, int K = 0)
{
    /// <summary>NaN (not measured) meets no threshold.</summary>
    public bool IsMetBy(double value) => Comparison switch
    {
        Comparison.Less => value < Bound,
        Comparison.LessOrEqual => value <= Bound,
        Comparison.Greater => value > Bound,
        _ => value >= Bound,
    };
}

/// <summary>How a value is compared with its bound.</summary>
public enum Comparison
{
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
