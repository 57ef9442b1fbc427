using RecPipe.Ranking;
using RecPipe.Ranking.Randomness;

namespace RecPipe.Workloads.Queries;

/// <summary>
/// Endless queries with distinct candidates drawn uniformly from a range of rows, of whose relevance nothing is known.
/// Counter-based: query i is the same whoever asks for it, in whatever order, on whatever thread. Safe for concurrent use;
/// allocates nothing per query.
/// </summary>
public sealed class QueryStream : IQuerySource
{
    private readonly ulong _seed;
    private readonly int _firstRow;
    private readonly int _rows;

    /// <param name="seed">Of the candidates, apart from the schedule's.</param>
    /// <param name="firstRow">First row to draw, for example the store's first held-out row.</param>
    /// <param name="rows">How many rows to draw from, at least <paramref name="candidates"/>.</param>
    /// <param name="candidates">Candidates a query, at least 1.</param>
    public QueryStream(ulong seed, int firstRow, int rows, int candidates)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstRow);
        ArgumentOutOfRangeException.ThrowIfLessThan(candidates, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, candidates);
        _seed = seed;
        _firstRow = firstRow;
        _rows = rows;
        Candidates = candidates;
    }

    public int Candidates { get; }

    public long? Count => null;

    public bool Labelled => false;

    /// <summary>Writes the candidates of a query.</summary>
    /// <param name="query">Which query.</param>
    /// <param name="candidates">[candidates]; receives row numbers in random order.</param>
    /// <returns>Null: nobody in particular asks.</returns>
    public QueryContext? Fill(long query, Span<int> candidates)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(candidates.Length, Candidates);
        Xoshiro256 random = new(_seed, (ulong)query);
        DistinctSample.Draw(ref random, _rows, candidates);
        foreach (ref int candidate in candidates)
            candidate += _firstRow;
        return null;
    }

    /// <inheritdoc/>
    public void Judge(long query, ReadOnlySpan<int> candidates, Span<byte> labels) =>
        throw new InvalidOperationException("Of these queries no relevance is known.");
}
