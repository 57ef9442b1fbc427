using System.Runtime.CompilerServices;

namespace RecPipe.Datasets.MovieLens;

/// <summary>Numbers ids from 0: in the order they are first seen, or by themselves when they are kept.</summary>
internal sealed class IdNumbering(bool keep)
{
    /// <summary>The greatest id that can be kept: every id up to it takes a row of a table.</summary>
    public const long GreatestKept = 99_999_999;

    /// <summary>Ids below this are looked up in an array, the others in a dictionary.</summary>
    private const int SmallIds = 1 << 22;

    private readonly List<long> _ids = [];
    private readonly Dictionary<long, int> _large = [];
    private int[] _small = new int[1024];
    private int _kept;

    /// <summary>How many numbers there are.</summary>
    public int Count => keep ? _kept : _ids.Count;

    /// <summary>The number of an id, a new one if it was not seen before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int NumberOf(long id)
    {
        if (keep)
        {
            _kept = Math.Max(_kept, (int)id + 1);
            return (int)id;
        }
        return id < _small.Length && _small[id] is int known and > 0 ? known - 1 : Find(id);
    }

    /// <summary>int64 [count]: the id of each number.</summary>
    public long[] Ids()
    {
        if (!keep)
            return [.. _ids];
        long[] ids = new long[_kept];
        for (int i = 0; i < ids.Length; i++)
            ids[i] = i;
        return ids;
    }

    private int Find(long id)
    {
        if (id >= SmallIds)
        {
            if (!_large.TryGetValue(id, out int number))
            {
                _large[id] = number = _ids.Count;
                _ids.Add(id);
            }
            return number;
        }
        if (id >= _small.Length)
            Array.Resize(ref _small, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)id + 1));
        _ids.Add(id);
        return (_small[id] = _ids.Count) - 1;
    }
}
