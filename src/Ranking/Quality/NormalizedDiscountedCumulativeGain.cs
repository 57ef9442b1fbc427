namespace RecPipe.Ranking.Quality;

/// <summary>
/// NDCG@k with gain 2^relevance - 1 and discount 1 / log2(rank + 1), the ideal taken over all of the query's
/// candidates (Järvelin and Kekäläinen 2002; gain of Burges et al. 2005). Binary relevance makes the gain the label.
/// </summary>
public static class NormalizedDiscountedCumulativeGain
{
    /// <param name="rankedRelevance">Relevance in ranked order, best first; only the first <paramref name="k"/> count.</param>
    /// <param name="candidateRelevance">Relevance of every candidate of the query, in any order.</param>
    /// <param name="k">Length of the list that is judged, at least 1.</param>
    /// <returns>In [0, 1]; NaN when no candidate is relevant, which callers must leave out of their mean.</returns>
    public static double At(ReadOnlySpan<byte> rankedRelevance, ReadOnlySpan<byte> candidateRelevance, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        double ideal = IdealGain(candidateRelevance, k);
        return ideal == 0 ? double.NaN : Gain(rankedRelevance[..Math.Min(k, rankedRelevance.Length)]) / ideal;
    }

    private static double Gain(ReadOnlySpan<byte> ranked)
    {
        double gain = 0;
        for (int i = 0; i < ranked.Length; i++)
            gain += GainOf(ranked[i]) / Math.Log2(i + 2);
        return gain;
    }

    private static double IdealGain(ReadOnlySpan<byte> candidates, int k)
    {
        Span<int> counts = stackalloc int[256];
        foreach (byte relevance in candidates)
            counts[relevance]++;
        double gain = 0;
        int rank = 0;
        for (int relevance = 255; relevance > 0 && rank < k; relevance--)
        {
            for (int n = Math.Min(counts[relevance], k - rank); n > 0; n--)
                gain += GainOf((byte)relevance) / Math.Log2(++rank + 1);
        }
        return gain;
    }

    private static double GainOf(byte relevance) => Math.Pow(2, relevance) - 1;
}
