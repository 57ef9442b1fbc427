using System.Diagnostics;

namespace RecPipe.Bench.Emulator;

/// <summary>Exact percentiles of a list of times.</summary>
internal static class Quantile
{
    public static double Microseconds(IEnumerable<long> ticks, double percentile)
    {
        long[] sorted = [.. ticks.Order()];
        int rank = (int)Math.Ceiling(percentile / 100 * sorted.Length) - 1;
        return sorted[Math.Clamp(rank, 0, sorted.Length - 1)] * 1e6 / Stopwatch.Frequency;
    }
}
