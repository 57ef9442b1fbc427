using RecPipe.Reporting;
using RecPipe.Workloads.Simulations;
using RecPipe.Workloads.Statistics;

namespace RecPipe.LoadGen.Reports;

/// <summary>Everything one run measured, and what is needed to repeat it. Reads back from its JSON.</summary>
public sealed record LoadReport
{
    /// <summary>What was measured.</summary>
    public required string Target { get; init; }

    /// <summary>"open loop" or "NBomber".</summary>
    public required string Engine { get; init; }

    /// <summary>"intended arrival" or, where an engine does not know it, "send time".</summary>
    public required string LatencyFrom { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>The load, the seeds and the size of a query.</summary>
    public required WorkloadConfig Workload { get; init; }

    /// <summary>What the schedule is statistically; null for closed loops and very short runs.</summary>
    public ScheduleAudit? Schedule { get; init; }

    /// <summary>How long was measured, without warm-up.</summary>
    public required TimeSpan Measured { get; init; }

    /// <summary>Stopped before its end: the numbers are of the part that ran.</summary>
    public required bool Interrupted { get; init; }

    /// <summary>Arrivals a second while measuring.</summary>
    public required double OfferedLoad { get; init; }

    /// <summary>Answers a second while measuring.</summary>
    public required double Throughput { get; init; }

    /// <summary>Queries that were meant to be asked; each was answered or is an error.</summary>
    public required long Arrivals { get; init; }

    public required long Answered { get; init; }

    /// <summary>Failed queries by gRPC status; "Overflow" are arrivals that found too many in flight and were not sent.</summary>
    public required IReadOnlyDictionary<string, long> Errors { get; init; }

    /// <summary>Errors over arrivals.</summary>
    public required double ErrorShare { get; init; }

    /// <summary>Degraded answers over answers.</summary>
    public required double DegradedShare { get; init; }

    /// <summary>Of the queries that were answered.</summary>
    public required LatencySummary Latency { get; init; }

    /// <summary>Time to failure of the queries that were sent and failed.</summary>
    public required LatencySummary FailedLatency { get; init; }

    /// <summary>The generator's own: from the intended arrival to the moment it was sent.</summary>
    public required LatencySummary Lag { get; init; }

    /// <summary>Cores this process kept busy, a service inside it included.</summary>
    public required double ProcessCores { get; init; }

    /// <summary>Null when the labels were not known.</summary>
    public QualitySummary? Quality { get; init; }

    /// <summary>False when the generator's lag, or too few answers, make the latencies worthless.</summary>
    public required bool Valid { get; init; }

    /// <summary>Why it is valid or not.</summary>
    public required string Validity { get; init; }

    public IReadOnlyList<ThresholdOutcome> Thresholds { get; init; } = [];

    public required IReadOnlyList<PercentilePoint> Percentiles { get; init; }

    public required IReadOnlyList<TimelinePoint> Timeline { get; init; }

    /// <summary>What each process did that offered a share of the load; empty when it was not split.</summary>
    public IReadOnlyList<PartSummary> Parts { get; init; } = [];

    /// <summary>Of a split run, its first part's.</summary>
    public required MachineDescription Machine { get; init; }

    /// <summary>Of RecPipe.</summary>
    public required string Version { get; init; }
}
