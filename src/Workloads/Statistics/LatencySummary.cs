namespace RecPipe.Workloads.Statistics;

/// <summary>Percentiles of one set of latencies. Never average two of these: merge their recorders.</summary>
public sealed record LatencySummary
{
    public required long Count { get; init; }

    public required TimeSpan Mean { get; init; }

    public required TimeSpan P50 { get; init; }

    public required TimeSpan P75 { get; init; }

    public required TimeSpan P90 { get; init; }

    public required TimeSpan P95 { get; init; }

    public required TimeSpan P99 { get; init; }

    /// <summary>99.9th percentile.</summary>
    public required TimeSpan P999 { get; init; }

    public required TimeSpan Max { get; init; }
}
