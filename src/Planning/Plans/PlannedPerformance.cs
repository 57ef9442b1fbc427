using RecPipe.Planning.Performance;

namespace RecPipe.Planning.Plans;

/// <summary>What a plan promises. Latencies in milliseconds.</summary>
public sealed record PlannedPerformance
{
    public required double MeanMs { get; init; }

    public required double P50Ms { get; init; }

    public required double P95Ms { get; init; }

    public required double P99Ms { get; init; }

    /// <summary>Answered queries/s.</summary>
    public required double Throughput { get; init; }

    /// <summary>Of a prediction.</summary>
    public static PlannedPerformance Of(PredictedPerformance predicted) => new()
    {
        MeanMs = 1000 * predicted.Mean.Value,
        P50Ms = 1000 * predicted.P50.Value,
        P95Ms = 1000 * predicted.P95.Value,
        P99Ms = 1000 * predicted.P99.Value,
        Throughput = predicted.Throughput.Value,
    };
}
