using System.Numerics;

namespace RecPipe.Accelerator.Caches;

/// <summary>
/// LRU stack distances (Mattson et al., "Evaluation techniques for storage hierarchies", 1970): how many distinct rows were
/// read since a row was read last, itself included. An LRU cache hits exactly where that is at most its capacity. Each row's
/// last access is a set bit on a time line; a Fenwick tree over blocks of it counts the bits behind one, O(log rows) an
/// access. The time line is packed again when it is full. Allocates nothing after construction. Not thread-safe.
/// </summary>
internal sealed class StackDistances
{
    /// <summary>What a row's first access returns.</summary>
    public const int Cold = 0;

    private const int BlockShift = 9;
    private const int BlockWords = 1 << (BlockShift - 6);
    private const int SmallestTimeLine = 1 << 12;

    /// <summary>Of each row: its place on the time line, -1 before its first access.</summary>
    private readonly int[] _places;

    /// <summary>Of each place: the row, while its bit is set.</summary>
    private readonly int[] _rows;
    private readonly ulong[] _live;

    /// <summary>Fenwick tree of the bits set in each finished block, from 1.</summary>
    private readonly int[] _tree;
    private int _next;
    private int _liveCount;

    /// <summary>Bits set in the block that is being filled; the tree gets them when it is full.</summary>
    private int _openLive;

    /// <param name="keys">Distinct rows.</param>
    public StackDistances(int keys)
    {
        int length = Math.Max(SmallestTimeLine, checked((int)BitOperations.RoundUpToPowerOf2((uint)keys + 1u)) * 2);
        _places = new int[keys];
        Array.Fill(_places, -1);
        _rows = new int[length];
        _live = new ulong[length >> 6];
        _tree = new int[(length >> BlockShift) + 1];
    }

    /// <summary>Distinct rows read so far.</summary>
    public int Live => _liveCount;

    /// <summary>Reads a row.</summary>
    /// <param name="id">Which.</param>
    /// <returns>Its stack distance, at least 1; <see cref="Cold"/> if it was never read.</returns>
    public int Access(int id)
    {
        if (_next == _rows.Length)
            Pack();
        int place = _places[id], distance = Cold;
        if (place >= 0)
        {
            distance = _liveCount - LiveBefore(place);
            Remove(place);
        }
        else
            _liveCount++;
        _live[_next >> 6] |= 1UL << _next;
        _rows[_next] = id;
        _places[id] = _next++;
        _openLive++;
        if ((_next & ((1 << BlockShift) - 1)) == 0)
            CloseBlock();
        return distance;
    }

    private int LiveBefore(int place)
    {
        int count = 0;
        int block = place >> BlockShift;
        for (int i = block; i > 0; i &= i - 1)
            count += _tree[i];
        int word = place >> 6;
        for (int w = block * BlockWords; w < word; w++)
            count += BitOperations.PopCount(_live[w]);
        return count + BitOperations.PopCount(_live[word] & ((1UL << place) - 1));
    }

    private void Remove(int place)
    {
        _live[place >> 6] &= ~(1UL << place);
        int block = place >> BlockShift;
        if (block == _next >> BlockShift)
            _openLive--;
        else
            Add(block, -1);
    }

    private void CloseBlock()
    {
        Add((_next >> BlockShift) - 1, _openLive);
        _openLive = 0;
    }

    private void Add(int block, int change)
    {
        for (int i = block + 1; i < _tree.Length; i += i & -i)
            _tree[i] += change;
    }

    /// <summary>Moves the set bits to the front of the time line, in order.</summary>
    private void Pack()
    {
        int packed = 0;
        for (int place = 0; place < _rows.Length; place++)
        {
            if ((_live[place >> 6] >> place & 1) == 0)
                continue;
            int row = _rows[place];
            _rows[packed] = row;
            _places[row] = packed++;
        }
        Array.Clear(_live);
        Array.Clear(_tree);
        _openLive = 0;
        for (_next = 0; _next < packed;)
        {
            _live[_next >> 6] |= 1UL << _next;
            _openLive++;
            if ((++_next & ((1 << BlockShift) - 1)) == 0)
                CloseBlock();
        }
    }
}
