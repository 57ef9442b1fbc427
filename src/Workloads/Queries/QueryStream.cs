using System.Buffers;
using RecPipe.Ranking.Randomness;

namespace RecPipe.Workloads.Queries;

/// <summary>
/// Queries with distinct candidates drawn uniformly from a range of rows. Counter-based: query i is the same whoever asks for
/// it, in whatever order, on whatever thread. Safe for concurrent use; allocates nothing per query.
/// </summary>
public sealed class QueryStream
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

    /// <summary>Writes the candidates of a query.</summary>
    /// <param name="query">Which query.</param>
    /// <param name="candidates">[candidates]; receives row numbers in random order.</param>
    public void Fill(long query, Span<int> candidates)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(candidates.Length, Candidates);
        Xoshiro256 random = new(_seed, (ulong)query);
        if (_rows / 2 < Candidates)
            Shuffle(ref random, candidates);
        else
            Reject(ref random, candidates);
    }

    /// <summary>Partial Fisher-Yates over all rows: for queries that take more than half of them.</summary>
    private void Shuffle(ref Xoshiro256 random, Span<int> candidates)
    {
        int[] rows = ArrayPool<int>.Shared.Rent(_rows);
        for (int i = 0; i < _rows; i++)
            rows[i] = _firstRow + i;
        for (int i = 0; i < candidates.Length; i++)
        {
            int j = i + (int)random.NextBelow((uint)(_rows - i));
            candidates[i] = rows[j];
            rows[j] = rows[i];
        }
        ArrayPool<int>.Shared.Return(rows);
    }

    /// <summary>Draws until a new row comes up; an open-addressing set at most a quarter full remembers what came.</summary>
    private void Reject(ref Xoshiro256 random, Span<int> candidates)
    {
        int slots = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)candidates.Length * 4);
        int[] rented = ArrayPool<int>.Shared.Rent(slots);
        Span<int> seen = rented.AsSpan(0, slots);
        seen.Clear();
        for (int i = 0; i < candidates.Length;)
        {
            int row = (int)random.NextBelow((uint)_rows);
            if (Add(seen, row + 1))
                candidates[i++] = _firstRow + row;
        }
        ArrayPool<int>.Shared.Return(rented);
    }

    private static bool Add(Span<int> seen, int value)
    {
        int mask = seen.Length - 1;
        for (int slot = (int)((uint)value * 0x9E3779B1u >> 7) & mask; ; slot = (slot + 1) & mask)
        {
            if (seen[slot] == value)
                return false;
            if (seen[slot] == 0)
            {
                seen[slot] = value;
                return true;
            }
        }
    }
}
