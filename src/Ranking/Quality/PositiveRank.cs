namespace RecPipe.Ranking.Quality;

/// <summary>
/// Rank of a query's one relevant candidate: one more than the number of candidates that score strictly higher. Ties go to
/// the relevant one, wherever it stands in the list, and so does a copy of it among the negatives: equal to itself, it never
/// pushes it down. The rule of the leave-one-out evaluation of He et al. 2017.
/// </summary>
public static class PositiveRank
{
    /// <param name="scores">[candidates].</param>
    /// <param name="positive">Score of the relevant one.</param>
    /// <returns>From 1.</returns>
    public static int Of(ReadOnlySpan<float> scores, float positive)
    {
        int rank = 1;
        foreach (float score in scores)
            rank += score > positive ? 1 : 0;
        return rank;
    }
}
