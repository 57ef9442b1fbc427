namespace RecPipe.Datasets.Description;

/// <summary>How counts are spread.</summary>
/// <param name="Min">Least.</param>
/// <param name="Mean">Average.</param>
/// <param name="P50">Median; percentiles are by nearest rank.</param>
/// <param name="P95">95th percentile.</param>
/// <param name="Max">Greatest.</param>
public sealed record SpreadDescription(long Min, double Mean, long P50, long P95, long Max)
{
    /// <param name="ascending">At least one count, in ascending order.</param>
    internal static SpreadDescription Of(ReadOnlySpan<long> ascending)
    {
        long sum = 0;
        foreach (long count in ascending)
            sum += count;
        return new(ascending[0], (double)sum / ascending.Length, ascending[Rank(0.5, ascending.Length)], ascending[Rank(0.95, ascending.Length)], ascending[^1]);
    }

    private static int Rank(double share, int count) => (int)Math.Ceiling(share * count) - 1;
}
