using RecPipe.Ranking.Randomness;
using RecPipe.Simulation.Pipelines;
using RecPipe.Simulation.ServiceTimes;
using RecPipe.Workloads.Objectives;

namespace RecPipe.Planning.Search;

/// <summary>
/// Latencies that no load can push a design below: those of a query that never waits, is split as finely as it can be, and finds engines
/// rested or not, and others at work or not, whichever is faster. Waiting only adds to them, so every percentile under load is at least the one here.
/// </summary>
internal static class LatencyFloor
{
    /// <summary>The simulator's histograms round down by up to one bucket.</summary>
    private const double Rounding = 1 - 1.0 / 1024;

    private const int Draws = 4096;

    /// <summary>Times are measured with no more engines at work.</summary>
    private const int MostBusy = 64;

    /// <summary>One-sided normal quantile of 0.9995: how surely a drawn percentile is no overestimate.</summary>
    private const double Certainty = 3.29;

    /// <param name="pipeline">The design as the simulator sees it.</param>
    /// <param name="metrics">Mean or percentiles.</param>
    /// <param name="seed">Of the draws, where times vary.</param>
    /// <returns>Seconds, one a metric.</returns>
    public static double[] Of(SimulatedPipeline pipeline, IReadOnlyList<ThresholdMetric> metrics, ulong seed)
    {
        Way[][] ways = [.. Ways(pipeline)];
        double[] drawn = Draw(ways, seed);
        return [.. metrics.Select(metric => Rounding * (metric == ThresholdMetric.Mean ? ways.Sum(step => step.Min(way => way.Mean)) : LowerPercentile(drawn, Percentile(metric))))];
    }

    /// <summary>The percentile of a metric, in percent.</summary>
    private static double Percentile(ThresholdMetric metric) => metric switch
    {
        ThresholdMetric.P50 => 50,
        ThresholdMetric.P95 => 95,
        _ => 99,
    };

    /// <summary>Ascending; one is enough when nothing varies.</summary>
    private static double[] Draw(Way[][] ways, ulong seed)
    {
        Xoshiro256 random = new(seed), untouched = random;
        double first = Once(ways, ref random);
        if (random.Next() == untouched.Next())
            return [first];
        double[] drawn = new double[Draws];
        for (int i = 0; i < Draws; i++)
            drawn[i] = Once(ways, ref random);
        Array.Sort(drawn);
        return drawn;
    }

    /// <summary>Of each step the least of a draw a way: no more than whichever it takes.</summary>
    private static double Once(Way[][] ways, ref Xoshiro256 random)
    {
        double seconds = 0;
        foreach (Way[] step in ways)
        {
            double least = double.PositiveInfinity;
            foreach (Way way in step)
                least = Math.Min(least, way.Time.Sample(way.Items, way.Busy, ref random));
            seconds += least;
        }
        return seconds;
    }

    /// <summary>All that a query goes through, each step in one way or, where an engine that has rested takes another time, two.</summary>
    private static IEnumerable<Way[]> Ways(SimulatedPipeline pipeline)
    {
        if (pipeline.Entry is { } entry)
            yield return [new(entry, pipeline.Stages[0].Items, 1)];
        foreach (SimulatedStage stage in pipeline.Stages)
        {
            if (stage.Request is { } request)
                yield return [new(request, stage.Items, 1)];
            yield return stage.Rested is { } rested ? [Fastest(stage, stage.Service), Fastest(stage, rested)] : [Fastest(stage, stage.Service)];
            if (stage.Reply is { } reply)
                yield return [new(reply, stage.Items, 1)];
        }
        if (pipeline.Exit is { } exit)
            yield return [new(exit, pipeline.Stages[^1].Items, 1)];
    }

    /// <summary>The part that is over soonest among all ways the stage may split a query, beside as many busy engines as are good for it.</summary>
    private static Way Fastest(SimulatedStage stage, ServiceTime time)
    {
        int most = stage.SubBatchRows == 0 ? 1 : Math.Clamp(stage.Items / stage.SubBatchRows, 1, stage.Engines);
        return (from parts in Enumerable.Range(1, most)
                from busy in Enumerable.Range(1, MostBusy)
                select new Way(time, (stage.Items + parts - 1) / parts, busy)).MinBy(way => way.Mean);
    }

    /// <summary>A value that the percentile of the distribution the draws come from is almost surely not below.</summary>
    private static double LowerPercentile(double[] ascending, double percentile)
    {
        if (ascending.Length == 1)
            return ascending[0];
        double p = percentile / 100, n = ascending.Length;
        return ascending[Math.Max(0, (int)(p * n - Certainty * Math.Sqrt(n * p * (1 - p))) - 1)];
    }

    /// <summary>How a step may go.</summary>
    private readonly record struct Way(ServiceTime Time, int Items, int Busy)
    {
        public double Mean => Time.Mean(Items, Busy);
    }
}
