using RecPipe.Accelerator.Hardware;
using RecPipe.Cli.Serving;
using RecPipe.Planning.Designs;
using RecPipe.Workloads.Statistics;

namespace RecPipe.Cli.Profile;

/// <summary>A design served at low load, to find what its queries take outside engines.</summary>
/// <param name="Design">What was served.</param>
/// <param name="Run">What came out.</param>
internal sealed record OverheadRun(Design Design, ServedRun Run)
{
    /// <summary>At this percentile of the waits a stage at low load has no queue.</summary>
    private const double WakingPercentile = 25;

    private int Candidates => Design.Stages[0].Items;

    /// <summary>Once a query: from its intended arrival to its answer, less stages and the way to their engines.</summary>
    private MeasuredCost OfQuery => new(
        Candidates,
        Math.Max(0, Mean(Run.Measured.Lag) + Mean(Run.Clock.Outside) - Run.Clock.Stages.Sum(stage => Mean(stage.Network))),
        Math.Max(0, Run.OverheadCpuMs));

    private IEnumerable<MeasuredCost> OfStages => Run.Clock.Stages.Select((stage, i) => new MeasuredCost(Design.Stages[i].Items, Mean(stage.Network) + Wake(stage), 0));

    /// <param name="alone">Of one stage, by candidates, fewest first.</param>
    /// <param name="whole">Of all stages.</param>
    public static MeasuredOverhead Combine(IReadOnlyList<OverheadRun> alone, OverheadRun whole) => new()
    {
        Query = [.. alone.Select(run => run.OfQuery)],
        Stage = [.. whole.OfStages.OrderBy(cost => cost.Items)],
        Variation = Quantiles.Of([.. Enumerable.Range(0, Quantiles.Count).Select(i => whole.Run.Clock.Outside.Percentile(100 * (i + 0.5) / Quantiles.Count).TotalMilliseconds)]),
    };

    /// <summary>An engine that nobody uses wakes up: a wait that is no queue.</summary>
    private static double Wake(StageClock stage) => stage.Queue.Percentile(WakingPercentile).TotalMilliseconds;

    private static double Mean(LatencyRecorder recorder) => recorder.Summarize().Mean.TotalMilliseconds;
}
