using RecPipe.Workloads.Simulations;

namespace RecPipe.LoadGen.Engine;

/// <summary>What was asked for. All parts of one run have the same settings.</summary>
public sealed record RunSettings
{
    /// <summary>What was measured.</summary>
    public required string Target { get; init; }

    /// <summary>"open loop" or "NBomber".</summary>
    public required string Engine { get; init; }

    /// <summary>"intended arrival" or, where an engine does not know it, "send time".</summary>
    public required string LatencyFrom { get; init; }

    /// <summary>The load of all parts together, the seeds and the size of a query.</summary>
    public required WorkloadConfig Workload { get; init; }

    /// <summary>When the warm-up was to begin; null for "at once".</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>The k of NDCG@k and hit rate@k.</summary>
    public required int QualityK { get; init; }

    /// <summary>Largest share of the measured p99 that the lag's p99 may be; null when that is not judged.</summary>
    public double? MaxLagShare { get; init; }

    /// <summary>Of RecPipe.</summary>
    public required string Version { get; init; }
}
