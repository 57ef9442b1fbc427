using RecPipe.Reporting;
using RecPipe.Workloads.Simulations;
using RecPipe.Workloads.Statistics;

namespace RecPipe.LoadGen.Engine;

/// <summary>
/// Everything a run recorded, losslessly: counts, sums and whole histograms, so that the parts of one run can be added up.
/// Reports are made from it; a part's file holds it as JSON.
/// </summary>
public sealed record RunMeasurement
{
    public required RunSettings Settings { get; init; }

    /// <summary>Which share of the load this is.</summary>
    public required LoadPart Part { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>How long was measured, without warm-up.</summary>
    public required TimeSpan Measured { get; init; }

    /// <summary>Stopped before its end.</summary>
    public required bool Interrupted { get; init; }

    /// <summary>Queries that were meant to be asked.</summary>
    public required long Arrivals { get; init; }

    public required long Answered { get; init; }

    /// <summary>Answers that came while measuring, whenever they were asked: what throughput counts.</summary>
    public required long AnsweredInWindow { get; init; }

    public required long Degraded { get; init; }

    /// <summary>Failed queries by gRPC status; "Overflow" are arrivals that found too many in flight and were not sent.</summary>
    public required IReadOnlyDictionary<string, long> Errors { get; init; }

    /// <summary>Queries with a defined quality.</summary>
    public required long Judged { get; init; }

    /// <summary>Their NDCG@k, summed, in units of 1e-9: whole numbers add up to the same in any order.</summary>
    public required long NdcgSum { get; init; }

    /// <summary>Their hit rate@k, summed, in the same units.</summary>
    public required long HitSum { get; init; }

    /// <summary>Of the answered queries.</summary>
    public required LatencyRecorder Latency { get; init; }

    /// <summary>Time to failure of the queries that were sent and failed.</summary>
    public required LatencyRecorder FailedLatency { get; init; }

    /// <summary>The generator's own: from the intended arrival to the moment it was sent.</summary>
    public required LatencyRecorder Lag { get; init; }

    /// <summary>Length of an interval of <see cref="Timeline"/>.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>By intended arrival, from the start of measuring.</summary>
    public required IReadOnlyList<IntervalMeasurement> Timeline { get; init; }

    /// <summary>Cores this process kept busy, a service inside it included.</summary>
    public required double ProcessCores { get; init; }

    public required MachineDescription Machine { get; init; }
}
