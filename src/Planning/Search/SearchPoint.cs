using RecPipe.Planning.Performance;
using RecPipe.Simulation.Statistics;
using RecPipe.Workloads.Objectives;

namespace RecPipe.Planning.Search;

/// <summary>A candidate that was simulated under a load.</summary>
/// <param name="Candidate">What is known of it at any load.</param>
/// <param name="Performance">What the simulation gave.</param>
public sealed record SearchPoint(PlanCandidate Candidate, PredictedPerformance Performance)
{
    /// <summary>A latency with its confidence interval, s.</summary>
    public Interval Latency(ThresholdMetric metric) => metric switch
    {
        ThresholdMetric.Mean => Performance.Mean,
        ThresholdMetric.P50 => Performance.P50,
        ThresholdMetric.P95 => Performance.P95,
        ThresholdMetric.P99 => Performance.P99,
        _ => throw new ArgumentOutOfRangeException(nameof(metric)),
    };

    /// <summary>Whether what comes in is answered: a backlog that grows has no steady state, whatever bounds say.</summary>
    public bool IsSteady => Performance.Throughput.High >= (1 - Shortfall) * Performance.Rate;

    private const double Shortfall = 0.02;

    /// <summary>Whether its interval lies within a bound of latency.</summary>
    public bool Holds(Threshold bound) => bound.IsMetBy(Latency(bound.Metric).High);
}
