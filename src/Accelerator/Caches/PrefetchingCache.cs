using System.Numerics;

namespace RecPipe.Accelerator.Caches;

/// <summary>
/// One look-ahead cache (the policy of <see cref="LookAheadSweep"/>) that also fetches ahead, as the paper's does for the
/// back-end stage while the front-end still ranks. The rows of the next W accesses are fetched in the order of their use, as
/// far as the bandwidth that demand leaves allows, each in place of the least recently used row that the window does not need;
/// when the window needs every row held, fetching ahead waits. Bandwidth that finds nothing to fetch is lost. With no bandwidth
/// its hits are those of the sweep. Not thread-safe.
/// </summary>
public sealed class PrefetchingCache
{
    private readonly int[] _ids;
    private readonly int[] _next;
    private readonly int _capacity;
    private readonly int _window;

    /// <summary>Of each row: its last access, -1 for none.</summary>
    private readonly int[] _lastUse;
    private readonly bool[] _held;
    private readonly bool[] _inWindow;

    /// <summary>Fetched ahead and not read yet.</summary>
    private readonly bool[] _ahead;

    /// <summary>[accesses] bits: this was the last access of a row that is held and outside the window.</summary>
    private readonly ulong[] _outside;
    private readonly UseQueue _uses;
    private int _oldest;
    private int _entries;

    /// <summary>The next access to fetch for.</summary>
    private int _fetch;

    private PrefetchingCache(AccessTrace trace, int capacity, int window)
    {
        (_ids, _capacity, _window) = (trace.Ids, capacity, Math.Min(window, trace.Length));
        _next = NextUses.Of(_ids, trace.Keys);
        _lastUse = new int[trace.Keys];
        Array.Fill(_lastUse, -1);
        (_held, _inWindow, _ahead) = (new bool[trace.Keys], new bool[trace.Keys], new bool[trace.Keys]);
        _outside = new ulong[(_ids.Length >> 6) + 1];
        _uses = new UseQueue(_window);
    }

    /// <summary>Simulates.</summary>
    /// <param name="trace">The accesses.</param>
    /// <param name="capacity">Rows it holds, at least 0.</param>
    /// <param name="window">W: accesses known ahead of each.</param>
    /// <param name="fetchesPerAccess">DRAM bandwidth: rows it delivers in the time of one access; what demand does not need of it fetches ahead.</param>
    /// <param name="cancellationToken">Stops the pass.</param>
    public static PrefetchCounts Run(AccessTrace trace, int capacity, int window, double fetchesPerAccess, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        ArgumentOutOfRangeException.ThrowIfNegative(window);
        ArgumentOutOfRangeException.ThrowIfNegative(fetchesPerAccess);
        return capacity == 0 ? new(trace.Length, 0, 0) : new PrefetchingCache(trace, capacity, window).Run(fetchesPerAccess, cancellationToken);
    }

    private PrefetchCounts Run(double fetchesPerAccess, CancellationToken cancellationToken)
    {
        long hits = 0, onTime = 0;
        double bandwidth = 0;
        for (int t = 0; t < _window; t++)
            EnterWindow(t);
        for (int t = 0; t < _ids.Length; t++)
        {
            if ((t & 0xFFFF) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            if (_window < _ids.Length - t)
                EnterWindow(t + _window);
            int id = _ids[t];
            _inWindow[id] = false;
            if (!_held[id])
            {
                bandwidth--;
                MakeRoom(t, FirstOutside(t));
                Hold(id);
            }
            else
            {
                _uses.Remove(t);
                _ = _ahead[id] ? onTime++ : hits++;
            }
            _ahead[id] = false;
            Insert(t, id);
            bandwidth = FetchAhead(t, bandwidth + fetchesPerAccess);
        }
        return new(_ids.Length, hits, onTime);
    }

    /// <returns>Bandwidth left: a row's worth at most.</returns>
    private double FetchAhead(int t, double bandwidth)
    {
        _fetch = Math.Max(_fetch, t + 1);
        long end = Math.Min((long)t + _window, _ids.Length - 1);
        for (; bandwidth >= 1 && _fetch <= end; _fetch++)
        {
            int id = _ids[_fetch];
            if (_held[id])
                continue;
            int oldest = FirstOutside(t + 1);
            if (_entries == _capacity && oldest < 0)
                break;
            MakeRoom(t, oldest);
            Hold(id);
            _ahead[id] = true;
            _uses.Add(_fetch);
            bandwidth--;
        }
        return Math.Min(bandwidth, 1);
    }

    private void EnterWindow(int t)
    {
        int id = _ids[t];
        if (_inWindow[id])
            return;
        _inWindow[id] = true;
        if (!_held[id])
            return;
        int last = _lastUse[id];
        _outside[last >> 6] &= ~(1UL << last);
        _uses.Add(t);
    }

    /// <summary>Evicts, if it is full, the row last read at a time, or without one the row inside the window that is needed last.</summary>
    private void MakeRoom(int t, int oldest)
    {
        if (_entries < _capacity)
            return;
        _entries--;
        if (oldest >= 0)
        {
            _oldest = oldest + 1;
            _outside[oldest >> 6] &= ~(1UL << oldest);
            _held[_ids[oldest]] = false;
            return;
        }
        int farthest = _uses.Farthest((int)Math.Min((long)t + _window, _ids.Length - 1));
        _uses.Remove(farthest);
        int id = _ids[farthest];
        _held[id] = _ahead[id] = false;
        _fetch = Math.Min(_fetch, farthest);
    }

    private void Hold(int id)
    {
        _held[id] = true;
        _entries++;
    }

    private void Insert(int t, int id)
    {
        _lastUse[id] = t;
        int next = _next[t];
        if (next != NextUses.Never && next - t <= _window)
        {
            _inWindow[id] = true;
            _uses.Add(next);
        }
        else
            _outside[t >> 6] |= 1UL << t;
    }

    /// <summary>The last access, before a time, of the least recently used row held and outside the window, or -1.</summary>
    private int FirstOutside(int before)
    {
        if (_oldest >= before)
            return -1;
        int word = _oldest >> 6, last = (before - 1) >> 6;
        ulong bits = _outside[word] & (ulong.MaxValue << _oldest);
        while (bits == 0)
        {
            if (++word > last)
            {
                _oldest = before;
                return -1;
            }
            bits = _outside[word];
        }
        return _oldest = (word << 6) + BitOperations.TrailingZeroCount(bits);
    }
}
