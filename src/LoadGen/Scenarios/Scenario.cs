using RecPipe.LoadGen.Telemetry;
using RecPipe.Workloads.Simulations;

namespace RecPipe.LoadGen.Scenarios;

/// <summary>What is done, how often, and how the run is judged. Every load engine runs the same scenarios.</summary>
public sealed record Scenario
{
    /// <summary>What is measured, for reports: for example "two-stage at http://127.0.0.1:5100".</summary>
    public required string Target { get; init; }

    public required WorkloadConfig Workload { get; init; }

    /// <summary>This process's share of the workload.</summary>
    public LoadPart Part { get; init; } = LoadPart.Whole;

    /// <summary>When the warm-up begins, so that parts on several machines begin together; null for at once.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Asks one query and waits for its answer. Called from many threads at once; an exception counts as status Unknown.</summary>
    public required Func<StepContext, CancellationToken, ValueTask<StepResult>> Step { get; init; }

    /// <summary>The k of the NDCG@k and hit rate@k that <see cref="Step"/> reports.</summary>
    public int QualityK { get; init; } = 64;

    /// <summary>
    /// The run is invalid when the generator's own lag (sent - intended) at p99 exceeds this share of the measured latency at
    /// p99: more, and the tail is partly the generator's. Infinity never judges (null services, whose latency is all generator).
    /// </summary>
    public double MaxLagShare { get; init; } = 0.1;

    /// <summary><see cref="MaxLagShare"/>; null when the lag is not judged.</summary>
    internal double? JudgedLagShare => double.IsPositiveInfinity(MaxLagShare) ? null : MaxLagShare;

    /// <summary>Told of every measured query while the run is going; null when nobody watches.</summary>
    internal LoadMetrics? Metrics { get; init; }
}
