using RecPipe.Simulation.Statistics;

namespace RecPipe.Simulation.Pipelines;

/// <summary>What one run of a simulated pipeline gave, warm-up left out.</summary>
public sealed record PipelineStatistics
{
    /// <summary>Latency of answered queries, seconds, degraded ones included.</summary>
    public required LogHistogram Latency { get; init; }

    /// <summary>Mean latency of answered queries, seconds.</summary>
    public required double MeanLatency { get; init; }

    /// <summary>Answered queries a second.</summary>
    public required double Throughput { get; init; }

    public required long Answered { get; init; }

    /// <summary>Of the answered ones, those a later stage failed.</summary>
    public required long Degraded { get; init; }

    /// <summary>Not answered because queues were full.</summary>
    public required long Shed { get; init; }

    /// <summary>Not answered within the deadline.</summary>
    public required long Late { get; init; }

    public required IReadOnlyList<StageStatistics> Stages { get; init; }

    /// <summary>Things that happened, warm-up included: arrivals, starts, ends, hops, answers.</summary>
    public required long Events { get; init; }
}
