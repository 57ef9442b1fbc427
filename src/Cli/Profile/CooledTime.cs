namespace RecPipe.Cli.Profile;

/// <summary>One stage's time on an engine that was idle.</summary>
/// <param name="WarmMs">For no time at all; within what was seen.</param>
/// <param name="RestedMs">For long; no less than warm, and within what was seen.</param>
/// <param name="Ratios">Each query's time over what these two say it takes.</param>
/// <param name="Residual">Sum of squares that is left, relative to the mean time.</param>
internal sealed record CooledTime(double WarmMs, double RestedMs, IReadOnlyList<double> Ratios, double Residual)
{
    /// <param name="runs">Idle time and time of queries, by run; at least one query.</param>
    /// <param name="cooling">Time constant, ms.</param>
    public static CooledTime Fit(IReadOnlyList<(double Idle, double Engine)[]> runs, double cooling)
    {
        double covariance = 0, variance = 0, total = 0, meanTime = 0, meanRest = 0;
        int queries = runs.Sum(run => run.Length);
        foreach ((double Idle, double Engine)[] run in runs.Where(run => run.Length > 0))
        {
            double rest = run.Average(query => Rest(query.Idle)), time = run.Average(query => query.Engine);
            covariance += run.Sum(query => (Rest(query.Idle) - rest) * (query.Engine - time));
            variance += run.Sum(query => Square(Rest(query.Idle) - rest));
            total += run.Sum(query => Square(query.Engine - time));
            meanTime += time * run.Length / queries;
            meanRest += rest * run.Length / queries;
        }
        double[] times = [.. runs.SelectMany(run => run).Select(query => query.Engine).Order()];
        double slope = variance > 0 ? Math.Max(0, covariance / variance) : 0;
        double warm = Math.Max(meanTime - slope * meanRest, times[times.Length / 20]), rested = Math.Min(meanTime + slope * (1 - meanRest), times[^(times.Length / 20 + 1)]);
        (warm, rested) = (Math.Min(warm, meanTime), Math.Max(rested, meanTime));
        return new(
            warm,
            rested,
            [.. runs.SelectMany(run => run).Select(query => query.Engine / (warm + (rested - warm) * Rest(query.Idle)))],
            (total - 2 * slope * covariance + slope * slope * variance) / (meanTime * meanTime));

        double Rest(double idle) => 1 - Math.Exp(-idle / cooling);
    }

    private static double Square(double value) => value * value;
}
