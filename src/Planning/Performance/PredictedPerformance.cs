using RecPipe.Planning.Designs;
using RecPipe.Simulation.Statistics;

namespace RecPipe.Planning.Performance;

/// <summary>What a design is predicted to do under a load. Times in seconds, rates in queries/s.</summary>
public sealed record PredictedPerformance
{
    public required Design Design { get; init; }

    /// <summary>Offered.</summary>
    public required double Rate { get; init; }

    public required Interval Mean { get; init; }

    public required Interval P50 { get; init; }

    public required Interval P95 { get; init; }

    public required Interval P99 { get; init; }

    /// <summary>Answered queries/s.</summary>
    public required Interval Throughput { get; init; }

    /// <summary>Share of queries answered in full.</summary>
    public required Interval Complete { get; init; }

    /// <summary>Of each stage's engines, 0 to 1.</summary>
    public required IReadOnlyList<double> Utilisation { get; init; }
}
