using RecPipe.Cli.Serving;
using RecPipe.Planning.Designs;
using RecPipe.Workloads.Statistics;

namespace RecPipe.Cli.Profile;

/// <summary>A design served at one load.</summary>
/// <param name="Design">What was served, each stage with one engine.</param>
/// <param name="Rate">Offered, queries/s.</param>
/// <param name="Run">What came out.</param>
internal sealed record ServedSample(Design Design, double Rate, ServedRun Run)
{
    /// <summary>At this percentile of the waits a stage at moderate load has no queue.</summary>
    private const double WakingPercentile = 15;

    /// <summary>Candidates of a query.</summary>
    public int Candidates => Design.Stages[0].Items;

    /// <summary>From a query's intended arrival to its answer, less its stages and the ways there. Milliseconds.</summary>
    public double ElsewhereMs => Math.Max(0, Mean(Run.Measured.Lag) + Mean(Run.Clock.Outside) - Run.Clock.Stages.Sum(stage => Mean(stage.Network)));

    /// <summary>Mean time of a stage on its engine.</summary>
    public double EngineMs(int stage) => Mean(Run.Clock.Stages[stage].Compute);

    /// <summary>To a stage's engine and back, and until an engine that nobody uses has woken: a wait that is no queue.</summary>
    public double WayMs(int stage) => Mean(Run.Clock.Stages[stage].Network) + Run.Clock.Stages[stage].Queue.Percentile(WakingPercentile).TotalMilliseconds;

    /// <summary>Share of a stage's queries that find its engine idle.</summary>
    public double IdleShare(int stage) => Math.Clamp(1 - Rate * EngineMs(stage) / 1000, 0, 1);

    /// <summary>Quantiles of a time over its mean.</summary>
    public static double[] Variation(LatencyRecorder times) =>
        Quantiles.Of([.. Enumerable.Range(0, Quantiles.Count).Select(i => times.Percentile(100 * (i + 0.5) / Quantiles.Count).TotalMilliseconds)]);

    private static double Mean(LatencyRecorder recorder) => recorder.Summarize().Mean.TotalMilliseconds;
}
