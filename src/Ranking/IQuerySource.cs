namespace RecPipe.Ranking;

/// <summary>
/// Queries to offer or to evaluate. Counter-based: query i is the same whoever asks for it, in whatever order, on whatever
/// thread. Safe for concurrent use; allocates nothing per query beyond its context.
/// </summary>
public interface IQuerySource
{
    /// <summary>Candidates a query.</summary>
    int Candidates { get; }

    /// <summary>How many different queries there are; null when they never end. Query i and i + Count are the same.</summary>
    long? Count { get; }

    /// <summary>Whether <see cref="Judge"/> knows the truth.</summary>
    bool Labelled { get; }

    /// <summary>Writes the candidates of a query.</summary>
    /// <param name="query">Which query, from 0.</param>
    /// <param name="candidates">[candidates]; receives candidate ids.</param>
    /// <returns>What the query knows besides; null when nothing.</returns>
    QueryContext? Fill(long query, Span<int> candidates);

    /// <summary>Says which candidates are relevant to a query.</summary>
    /// <param name="query">Which query.</param>
    /// <param name="candidates">Candidate ids, any of those of the query, in any order.</param>
    /// <param name="labels">As long; receives 1 for a relevant candidate, otherwise 0.</param>
    /// <exception cref="InvalidOperationException">The source is not labelled.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The source has no such candidate.</exception>
    void Judge(long query, ReadOnlySpan<int> candidates, Span<byte> labels);
}
