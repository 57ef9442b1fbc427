namespace RecPipe.Ranking.Quality.Parity;

/// <summary>
/// What the published artefact prints as "NDCG": the discounted gain of the labels of the first k returned candidates over that
/// of as many ones. The ideal does not look at how many candidates are relevant, so a query with fewer than k relevant ones
/// cannot reach 1, and more candidates a query raise it at the same ranking skill. NDCG is
/// <see cref="NormalizedDiscountedCumulativeGain"/>.
/// </summary>
public static class AllOnesDcgRatio
{
    /// <param name="rankedLabels">Labels in ranked order, best first, 0 or 1; only the first <paramref name="k"/> count.</param>
    /// <param name="k">Length of the list that is judged, at least 1.</param>
    /// <returns>In [0, 1]; NaN for an empty list.</returns>
    public static double At(ReadOnlySpan<byte> rankedLabels, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        double gain = 0, ones = 0;
        for (int i = 0; i < Math.Min(k, rankedLabels.Length); i++)
        {
            double discounted = 1 / Math.Log2(i + 2);
            gain += rankedLabels[i] * discounted;
            ones += discounted;
        }
        return gain / ones;
    }
}
