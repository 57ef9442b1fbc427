using RecPipe.Workloads.Objectives;

namespace RecPipe.Planning.Objectives;

/// <summary>What a plan must hold. What is not bounded is made as good as possible.</summary>
public sealed record PlanObjective
{
    /// <summary>Bounds of the mean, p50, p95 or p99 latency; may be empty.</summary>
    public IReadOnlyList<Threshold> Latencies { get; init; } = [];

    /// <summary>Offered load, queries/s.</summary>
    public required double Load { get; init; }

    /// <summary>Bounds of ranking quality; may be empty.</summary>
    public IReadOnlyList<QualityBound> Qualities { get; init; } = [];

    /// <summary>What to prefer among designs that hold all bounds; null leaves it to what is not bounded.</summary>
    public Preference? Prefer { get; init; }

    /// <summary>The latencies a plan is judged by: those that are bounded, p95 where none is.</summary>
    public IReadOnlyList<ThresholdMetric> LatencyMetrics =>
        Latencies.Count == 0 ? [ThresholdMetric.P95] : [.. Latencies.Select(bound => bound.Metric).Distinct()];
}
