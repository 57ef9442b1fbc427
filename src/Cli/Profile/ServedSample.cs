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
    /// <summary>Candidates of a query.</summary>
    public int Candidates => Design.Stages[0].Items;

    /// <summary>From a query's intended arrival to its answer, less its stages and the ways there. Milliseconds.</summary>
    public double ElsewhereMs => Math.Max(0, Mean(Run.Measured.Lag) + Mean(Run.Clock.Outside) - Run.Clock.Stages.Sum(stage => Mean(stage.Network)));

    /// <summary>Mean time from the gateway to a stage and back.</summary>
    public double WayMs(int stage) => Mean(Run.Clock.Stages[stage].Network);

    /// <summary>Quantiles of a time over its mean.</summary>
    public static double[] Variation(LatencyRecorder times) =>
        Quantiles.Of([.. Enumerable.Range(0, Quantiles.Count).Select(i => times.Percentile(100 * (i + 0.5) / Quantiles.Count).TotalMilliseconds)]);

    private static double Mean(LatencyRecorder recorder) => recorder.Summarize().Mean.TotalMilliseconds;
}
