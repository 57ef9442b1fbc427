namespace RecPipe.Accelerator.Caches;

/// <summary>Exact least recently used: a list of the rows by recency, linked through arrays. Keeps 8 bytes a distinct row.</summary>
public sealed class LruCache : IEmbeddingCache
{
    private const int Absent = 0;

    /// <summary>Place 0 is the ring's own: after it the newest row, before it the oldest. Row id is at place id + 1.</summary>
    private int[] _newer = new int[1024];
    private int[] _older = new int[1024];

    /// <param name="capacity">Rows it can hold; 0 holds none.</param>
    public LruCache(long capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        Capacity = capacity;
        Array.Fill(_newer, -1);
        _newer[0] = _older[0] = 0;
    }

    /// <inheritdoc/>
    public long Capacity { get; }

    /// <inheritdoc/>
    public long Entries { get; private set; }

    /// <inheritdoc/>
    public bool Access(int id)
    {
        int place = id + 1;
        if (place >= _newer.Length)
            Grow(place);
        bool hit = _newer[place] >= Absent;
        if (hit)
            Unlink(place);
        else if (Entries == Capacity)
        {
            if (Capacity == 0)
                return false;
            Unlink(_newer[0]);
        }
        else
            Entries++;
        LinkAsNewest(place);
        return hit;
    }

    private void Unlink(int place)
    {
        (int newer, int older) = (_newer[place], _older[place]);
        _older[newer] = older;
        _newer[older] = newer;
        _newer[place] = -1;
    }

    private void LinkAsNewest(int place)
    {
        int newest = _older[0];
        _older[place] = newest;
        _newer[place] = 0;
        _newer[newest] = place;
        _older[0] = place;
    }

    private void Grow(int place)
    {
        int length = _newer.Length;
        Array.Resize(ref _newer, Math.Max(place + 1, 2 * length));
        Array.Resize(ref _older, _newer.Length);
        Array.Fill(_newer, -1, length, _newer.Length - length);
    }
}
