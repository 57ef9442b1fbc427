using RecPipe.Simulation.Pipelines;
using RecPipe.Simulation.Statistics;

namespace RecPipe.Simulation.Replications;

/// <summary>What independent runs of one pipeline gave together. Intervals are 95 % confidence over the runs.</summary>
public sealed record ReplicatedStatistics
{
    /// <summary>All runs' latencies, seconds.</summary>
    public required LogHistogram Latency { get; init; }

    /// <summary>Mean latency, seconds.</summary>
    public required Interval Mean { get; init; }

    /// <summary>Watched percentile to latency, seconds.</summary>
    public required IReadOnlyDictionary<double, Interval> Percentiles { get; init; }

    /// <summary>Answered queries a second.</summary>
    public required Interval Throughput { get; init; }

    /// <summary>Share of queries that were answered in full.</summary>
    public required Interval Complete { get; init; }

    /// <summary>Means over the runs.</summary>
    public required IReadOnlyList<StageStatistics> Stages { get; init; }

    public required int Runs { get; init; }

    /// <summary>Whether every watched percentile is as precise as was asked for.</summary>
    public required bool Precise { get; init; }
}
