using System.Diagnostics;
using RecPipe.Ranking.Randomness;
using RecPipe.Simulation.Statistics;

namespace RecPipe.Bench.Simulation;

/// <summary>
/// What no simulator of a pipeline can do without, in a bare loop: the draws of a query (its gap and a service time for each
/// stage), and its latency into the histogram. Neither queue nor order of events.
/// </summary>
internal static class Floor
{
    private const int Queries = 400_000;

    /// <summary>Seconds a query, the least of some runs.</summary>
    public static double SecondsPerQuery(int stages)
    {
        LogHistogram histogram = new();
        double best = double.PositiveInfinity;
        for (int run = 0; run < EventRate.Runs + 3; run++)
        {
            histogram.Clear();
            long start = Stopwatch.GetTimestamp();
            Draw(stages, histogram, new((ulong)run));
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds / Queries);
        }
        return best;
    }

    private static void Draw(int stages, LogHistogram histogram, Xoshiro256 random)
    {
        double now = 0;
        for (int query = 0; query < Queries; query++)
        {
            double latency = 0;
            for (int stage = 0; stage < stages; stage++)
                latency += 0.001 * random.NextExponential();
            now += 0.001 * random.NextExponential();
            histogram.Record(latency);
        }
        if (now <= 0)
            throw new InvalidOperationException("Time stood still.");
    }
}
