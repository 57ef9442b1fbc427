using System.Runtime.Intrinsics;

namespace RecPipe.Accelerator.Caches;

/// <summary>
/// First-in-first-out caches of up to <see cref="Lanes"/> capacities side by side: each row has one memory line that says
/// when each of the caches last inserted it, and one vector comparison answers for all of them. Not thread-safe.
/// </summary>
internal sealed class FifoSweep
{
    /// <summary>Caches a sweep.</summary>
    public const int Lanes = 16;

    /// <summary>Most accesses a sweep can tell apart.</summary>
    private const int MostAccesses = 1 << 29;

    /// <summary>Insertions before the first: so far back that no cache remembers.</summary>
    private const int Never = int.MinValue / 2;

    private readonly Vector512<int>[] _insertions;
    private readonly Vector512<int> _capacities;
    private Vector512<int> _counts;
    private long _accesses;

    /// <param name="keys">Distinct rows.</param>
    /// <param name="capacities">Rows each cache holds, at most <see cref="Lanes"/> numbers.</param>
    public FifoSweep(int keys, ReadOnlySpan<int> capacities)
    {
        Span<int> lanes = stackalloc int[Lanes];
        lanes.Clear();
        // A cache that holds every row never gives one up, however large it is.
        for (int i = 0; i < capacities.Length; i++)
            lanes[i] = Math.Min(capacities[i], keys);
        _capacities = Vector512.Create<int>(lanes);
        _insertions = GC.AllocateUninitializedArray<Vector512<int>>(keys, pinned: true);
        Array.Fill(_insertions, Vector512.Create(Never));
    }

    /// <summary>Reads rows in order; the caches keep their content between calls.</summary>
    /// <param name="ids">Which rows.</param>
    /// <returns>Hits of each cache, in the order of the capacities.</returns>
    public int[] Access(ReadOnlySpan<int> ids)
    {
        if ((_accesses += ids.Length) > MostAccesses)
            throw new InvalidOperationException($"A sweep takes at most {MostAccesses:N0} accesses.");
        Vector512<int> counts = _counts, hits = Vector512<int>.Zero;
        Vector512<int>[] insertions = _insertions;
        for (int i = 0; i < ids.Length; i++)
        {
            ref Vector512<int> inserted = ref insertions[ids[i]];
            Vector512<int> hit = Vector512.LessThan(counts - inserted, _capacities);
            hits -= hit;
            counts += hit + Vector512<int>.One;
            inserted = Vector512.ConditionalSelect(hit, inserted, counts);
        }
        _counts = counts;
        int[] result = new int[Lanes];
        hits.CopyTo(result);
        return result;
    }
}
