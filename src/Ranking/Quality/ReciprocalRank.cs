namespace RecPipe.Ranking.Quality;

/// <summary>Reciprocal rank of one query: one over the rank of the first relevant candidate. Its mean is the MRR (Voorhees 1999).</summary>
public static class ReciprocalRank
{
    /// <param name="rankedRelevance">Relevance in ranked order, best first.</param>
    /// <returns>In (0, 1]; 0 when none in the list is relevant.</returns>
    public static double Of(ReadOnlySpan<byte> rankedRelevance)
    {
        int first = rankedRelevance.IndexOfAnyExcept((byte)0);
        return first < 0 ? 0 : 1.0 / (first + 1);
    }
}
