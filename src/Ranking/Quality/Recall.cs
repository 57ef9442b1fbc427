namespace RecPipe.Ranking.Quality;

/// <summary>Recall@k of one query: the share of its relevant candidates that are among the first k.</summary>
public static class Recall
{
    /// <param name="rankedRelevance">Relevance in ranked order, best first.</param>
    /// <param name="candidateRelevance">Relevance of every candidate of the query, in any order.</param>
    /// <param name="k">Length of the list that is judged, at least 1.</param>
    /// <returns>In [0, 1]; NaN when no candidate is relevant, which callers must leave out of their mean.</returns>
    public static double At(ReadOnlySpan<byte> rankedRelevance, ReadOnlySpan<byte> candidateRelevance, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        int relevant = Count(candidateRelevance);
        return relevant == 0 ? double.NaN : (double)Count(rankedRelevance[..Math.Min(k, rankedRelevance.Length)]) / relevant;
    }

    private static int Count(ReadOnlySpan<byte> relevance)
    {
        int count = 0;
        foreach (byte label in relevance)
            count += label != 0 ? 1 : 0;
        return count;
    }
}
