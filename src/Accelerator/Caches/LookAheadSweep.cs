using System.Numerics;

namespace RecPipe.Accelerator.Caches;

/// <summary>
/// Look-ahead caches of several capacities, all in one pass.
/// <para>
/// The policy. When the back-end stage starts on a query, its accesses are known: the survivors the front-end chose, and
/// those of queries that wait. So the cache sees the next W accesses. Its victim is a row that they do not need, the least
/// recently used of those; only when they need every row it holds, the one needed last. A row that was absent is always taken
/// in. With W = 0 that is LRU; with W = the whole trace it is Belady's optimal replacement. A hit is a row that DRAM need not
/// deliver; whether the others are fetched in time depends on the bandwidth left.
/// </para>
/// <para>
/// The algorithm. The order of the victims does not depend on the capacity, so this is a stack algorithm (Mattson et al. 1970):
/// a row that a cache holds, every larger one holds. One number a row therefore says it all, its <em>level</em>: the smallest
/// cache that holds it. Of the rows outside the window, a cache holds the most recent: one number a cache, the oldest access it
/// remembers, which only moves on. Rows inside the window keep their level until they are read; caches smaller than what the
/// window needs pass their farthest row on to the next larger.
/// </para>
/// Not thread-safe.
/// </summary>
public sealed class LookAheadSweep
{
    private const byte Outside = byte.MaxValue;
    private const int CancellationStride = 1 << 18;

    /// <summary>Most caches of a sweep.</summary>
    public const int MaxCapacities = Outside - 1;

    private readonly int[] _ids;
    private readonly int[] _next;
    private readonly int _window;
    private readonly int[] _capacities;

    /// <summary>Of each row: its level while it is inside the window, else <see cref="Outside"/>.</summary>
    private readonly byte[] _levels;

    /// <summary>Of each row: its last access, -1 for none.</summary>
    private readonly int[] _lastUse;

    /// <summary>[accesses] bits: this was the last access of a row that is outside the window.</summary>
    private readonly ulong[] _outside;

    /// <summary>Of each cache: it holds the rows outside the window that were read since.</summary>
    private readonly int[] _since;

    /// <summary>Of each level: the accesses to come of its rows inside the window.</summary>
    private readonly UseQueue[] _uses;
    private int _rowsSeen;

    /// <summary>Caches too small for what has been seen: the others are not full.</summary>
    private int _full;

    private LookAheadSweep(int[] ids, int keys, int[] ascendingCapacities, int window)
    {
        _ids = ids;
        _next = NextUses.Of(ids, keys);
        _window = window;
        _capacities = ascendingCapacities;
        _levels = new byte[keys];
        Array.Fill(_levels, Outside);
        _lastUse = new int[keys];
        Array.Fill(_lastUse, -1);
        _outside = new ulong[(ids.Length >> 6) + 1];
        _since = new int[ascendingCapacities.Length];
        _uses = [.. ascendingCapacities.Select(_ => new UseQueue(Math.Min(window, ids.Length)))];
    }

    /// <summary>Hits of look-ahead caches.</summary>
    /// <param name="trace">The accesses.</param>
    /// <param name="capacities">Rows each cache holds, in any order; at most <see cref="MaxCapacities"/> different numbers above 0.</param>
    /// <param name="window">W: accesses known ahead of each, at least 0.</param>
    /// <param name="warm">Whether the caches have seen the whole trace once before it counts.</param>
    /// <param name="cancellationToken">Stops the pass.</param>
    public static long[] Hits(AccessTrace trace, ReadOnlySpan<int> capacities, int window, bool warm = false, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(window);
        int[] different = [.. capacities.ToArray().Where(capacity => capacity > 0).Distinct().Order()];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(different.Length, MaxCapacities, nameof(capacities));
        if (different.Length == 0)
            return new long[capacities.Length];
        LookAheadSweep sweep = new(warm ? [.. trace.Ids, .. trace.Ids] : trace.Ids, trace.Keys, different, window);
        long[] byLevel = sweep.Run(warm ? trace.Length : 0, cancellationToken);
        long[] hits = new long[capacities.Length];
        for (int i = 0; i < hits.Length; i++)
        {
            int level = Array.BinarySearch(different, capacities[i]);
            for (int l = 0; l <= level; l++)
                hits[i] += byLevel[l];
        }
        return hits;
    }

    private long[] Run(int countFrom, CancellationToken cancellationToken)
    {
        long[] hits = new long[_capacities.Length + 1];
        for (int t = 0; t < Math.Min(_window, _ids.Length); t++)
            EnterWindow(t);
        for (int t = 0; t < _ids.Length; t++)
        {
            if (t % CancellationStride == 0)
                cancellationToken.ThrowIfCancellationRequested();
            if (_window < _ids.Length - t)
                EnterWindow(t + _window);
            int level = LeaveWindow(t);
            if (t >= countFrom)
                hits[level]++;
            int missing = Math.Min(level, _full);
            if (missing > 0)
                Evict(t, missing);
            if (_lastUse[_ids[t]] < 0)
                CountRow();
            Insert(t);
        }
        return hits;
    }

    /// <summary>An access becomes visible: its row, if it was outside the window, gets a level to keep.</summary>
    private void EnterWindow(int t)
    {
        int id = _ids[t];
        if (_levels[id] != Outside)
            return;
        int last = _lastUse[id], level = LevelOf(last);
        if (last >= 0)
            _outside[last >> 6] &= ~(1UL << last);
        _levels[id] = (byte)level;
        if (level < _uses.Length)
            _uses[level].Add(t);
    }

    /// <summary>The access happens; its row is outside the window until it is inserted again.</summary>
    private int LeaveWindow(int t)
    {
        ref byte level = ref _levels[_ids[t]];
        int left = level;
        level = Outside;
        if (left < _uses.Length)
            _uses[left].Remove(t);
        return left;
    }

    /// <summary>The smallest cache that remembers so far back; the caches remember further the larger they are.</summary>
    private int LevelOf(int lastUse)
    {
        int low = 0, high = _since.Length;
        if (lastUse < 0)
            return high;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_since[middle] <= lastUse)
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }

    /// <summary>Makes room in the caches below a level, of which each is full.</summary>
    private void Evict(int t, int level)
    {
        int farthest = -1, cache = 0;
        long limit = Math.Min((long)t + _window, _ids.Length - 1);
        for (; cache < level; cache++)
        {
            int oldest = FirstOutside(_since[cache], t);
            if (oldest >= 0)
                break;
            _since[cache] = t;
            int candidate = _uses[cache].Farthest((int)limit);
            if (candidate > farthest)
            {
                _uses[cache].Remove(candidate);
                Settle(farthest, cache);
                farthest = candidate;
            }
        }
        Settle(farthest, cache);
        for (; cache < level; cache++)
            _since[cache] = FirstOutside(_since[cache], t) + 1;
    }

    /// <summary>A row inside the window ends up at a level.</summary>
    private void Settle(int use, int level)
    {
        if (use < 0)
            return;
        _levels[_ids[use]] = (byte)level;
        if (level < _uses.Length)
            _uses[level].Add(use);
    }

    /// <summary>The oldest access since a time that was the last of a row outside the window, or -1.</summary>
    private int FirstOutside(int since, int before)
    {
        if (since >= before)
            return -1;
        int word = since >> 6, last = before >> 6;
        ulong bits = _outside[word] & (ulong.MaxValue << since);
        while (bits == 0)
        {
            if (++word > last)
                return -1;
            bits = _outside[word];
        }
        return (word << 6) + BitOperations.TrailingZeroCount(bits);
    }

    private void CountRow()
    {
        _rowsSeen++;
        while (_full < _capacities.Length && _capacities[_full] <= _rowsSeen)
            _full++;
    }

    private void Insert(int t)
    {
        int id = _ids[t], next = _next[t];
        _lastUse[id] = t;
        if (next - t <= _window && next != NextUses.Never)
        {
            _levels[id] = 0;
            _uses[0].Add(next);
        }
        else
            _outside[t >> 6] |= 1UL << t;
    }
}
