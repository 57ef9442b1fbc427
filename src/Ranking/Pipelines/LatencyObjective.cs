namespace RecPipe.Ranking.Pipelines;

/// <summary>"Percentile of queries within Latency", for example p95 within 25 ms.</summary>
/// <param name="Percentile">Over 0, below 100.</param>
/// <param name="Latency">The bound.</param>
public sealed record LatencyObjective(double Percentile, TimeSpan Latency);
