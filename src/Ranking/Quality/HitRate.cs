namespace RecPipe.Ranking.Quality;

/// <summary>Hit rate@k of one query: 1 when a relevant candidate is among the first k, otherwise 0; the mean over queries is the share of hits.</summary>
public static class HitRate
{
    /// <param name="rankedRelevance">Relevance in ranked order, best first.</param>
    /// <param name="k">Length of the list that is judged, at least 1.</param>
    public static double At(ReadOnlySpan<byte> rankedRelevance, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return rankedRelevance[..Math.Min(k, rankedRelevance.Length)].IndexOfAnyExcept((byte)0) >= 0 ? 1 : 0;
    }
}
