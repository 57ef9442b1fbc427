using RecPipe.Ranking.Randomness;
using RecPipe.Simulation.Pipelines;
using RecPipe.Simulation.ServiceTimes;
using RecPipe.Workloads.Objectives;

namespace RecPipe.Planning.Search;

/// <summary>
/// Latencies that no load can push a design below: those of a query that never waits, shares its host with nobody and is split as
/// finely as it can be. Waiting only adds to them, so every percentile under load is at least the one here.
/// </summary>
internal static class LatencyFloor
{
    /// <summary>The simulator's histograms round down by up to one bucket.</summary>
    private const double Rounding = 1 - 1.0 / 1024;

    private const int Draws = 4096;

    /// <summary>One-sided normal quantile of 0.9995: how surely a drawn percentile is no overestimate.</summary>
    private const double Certainty = 3.29;

    /// <param name="pipeline">The design as the simulator sees it.</param>
    /// <param name="metrics">Mean or percentiles.</param>
    /// <param name="seed">Of the draws, where times vary.</param>
    /// <returns>Seconds, one a metric.</returns>
    public static double[] Of(SimulatedPipeline pipeline, IReadOnlyList<ThresholdMetric> metrics, ulong seed)
    {
        double[] drawn = Draw(pipeline, seed);
        return [.. metrics.Select(metric => Rounding * (metric == ThresholdMetric.Mean ? Mean(pipeline) : LowerPercentile(drawn, Percentile(metric))))];
    }

    /// <summary>The percentile of a metric, in percent.</summary>
    private static double Percentile(ThresholdMetric metric) => metric switch
    {
        ThresholdMetric.P50 => 50,
        ThresholdMetric.P95 => 95,
        _ => 99,
    };

    /// <summary>Ascending; one is enough when nothing varies.</summary>
    private static double[] Draw(SimulatedPipeline pipeline, ulong seed)
    {
        Xoshiro256 random = new(seed), untouched = random;
        double first = Once(pipeline, ref random);
        if (random.Next() == untouched.Next())
            return [first];
        double[] drawn = new double[Draws];
        for (int i = 0; i < Draws; i++)
            drawn[i] = Once(pipeline, ref random);
        Array.Sort(drawn);
        return drawn;
    }

    private static double Once(SimulatedPipeline pipeline, ref Xoshiro256 random)
    {
        double seconds = 0;
        if (pipeline.Entry is { } entry)
            seconds += entry.Sample(pipeline.Stages[0].Items, 1, ref random);
        foreach (SimulatedStage stage in pipeline.Stages)
        {
            if (stage.Request is { } request)
                seconds += request.Sample(stage.Items, 1, ref random);
            seconds += stage.Service.Sample(FastestPart(stage), 1, ref random);
            if (stage.Reply is { } reply)
                seconds += reply.Sample(stage.Items, 1, ref random);
        }
        if (pipeline.Exit is { } exit)
            seconds += exit.Sample(pipeline.Stages[^1].Items, 1, ref random);
        return seconds;
    }

    private static double Mean(SimulatedPipeline pipeline) =>
        Mean(pipeline.Entry, pipeline.Stages[0].Items) + Mean(pipeline.Exit, pipeline.Stages[^1].Items)
        + pipeline.Stages.Sum(stage => Mean(stage.Request, stage.Items) + stage.Service.Mean(FastestPart(stage), 1) + Mean(stage.Reply, stage.Items));

    private static double Mean(ServiceTime? hop, int items) => hop?.Mean(items, 1) ?? 0;

    /// <summary>Candidates of the part that is over soonest among all ways the stage may split a query.</summary>
    private static int FastestPart(SimulatedStage stage)
    {
        int most = stage.SubBatchRows == 0 ? 1 : Math.Clamp(stage.Items / stage.SubBatchRows, 1, stage.Engines);
        return Enumerable.Range(1, most).Select(parts => (stage.Items + parts - 1) / parts).MinBy(items => stage.Service.Mean(items, 1));
    }

    /// <summary>A value that the percentile of the distribution the draws come from is almost surely not below.</summary>
    private static double LowerPercentile(double[] ascending, double percentile)
    {
        if (ascending.Length == 1)
            return ascending[0];
        double p = percentile / 100, n = ascending.Length;
        return ascending[Math.Max(0, (int)(p * n - Certainty * Math.Sqrt(n * p * (1 - p))) - 1)];
    }
}
