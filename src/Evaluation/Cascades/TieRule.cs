namespace RecPipe.Evaluation.Cascades;

/// <summary>Where a relevant candidate stands that scores the same as others in the last stage.</summary>
public enum TieRule
{
    /// <summary>Where the served list has it. For queries with several relevant candidates.</summary>
    Served,

    /// <summary>
    /// Before them: <see cref="RecPipe.Ranking.Quality.PositiveRank"/> among what reaches the last stage. For queries with one
    /// relevant candidate, which may occur again among its own negatives.
    /// </summary>
    StrictlyGreater,
}
