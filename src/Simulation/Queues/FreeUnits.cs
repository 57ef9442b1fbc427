namespace RecPipe.Simulation.Queues;

/// <summary>When each unit of a station becomes free: a binary heap, the earliest on top, the lowest number first among equals.</summary>
internal sealed class FreeUnits
{
    private readonly (long Free, int Unit)[] _heap;

    public FreeUnits(int units)
    {
        _heap = new (long, int)[units];
        for (int unit = 0; unit < units; unit++)
            _heap[unit] = (long.MinValue, unit);
    }

    public (long Free, int Unit) Earliest => _heap[0];

    /// <summary>The earliest unit is busy until a time, no earlier than it was free.</summary>
    public void Occupy(long until)
    {
        (long Free, int Unit) entry = (until, _heap[0].Unit);
        int hole = 0;
        while (true)
        {
            int child = 2 * hole + 1;
            if (child >= _heap.Length)
                break;
            if (child + 1 < _heap.Length && _heap[child + 1].CompareTo(_heap[child]) < 0)
                child++;
            if (_heap[child].CompareTo(entry) >= 0)
                break;
            _heap[hole] = _heap[child];
            hole = child;
        }
        _heap[hole] = entry;
    }

    /// <summary>Ticks of work that units still have before them: each works without a break from now until it is free.</summary>
    public long WorkAfter(long now)
    {
        long ticks = 0;
        foreach ((long free, _) in _heap)
            ticks += free > now ? free - now : 0;
        return ticks;
    }

    public int CountAfter(long now)
    {
        int count = 0;
        foreach ((long free, _) in _heap)
            count += free > now ? 1 : 0;
        return count;
    }
}
