using System.Runtime.CompilerServices;

namespace RecPipe.Simulation.Events;

/// <summary>What is planned, the earliest first: a binary heap that grows to the most events ever planned at a time and stays there.</summary>
internal sealed class EventQueue
{
    private Event[] _heap = new Event[64];
    private int _count;

    /// <summary>Seconds; infinite when nothing is planned.</summary>
    public double NextTime
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _count > 0 ? _heap[0].Time : double.PositiveInfinity;
    }

    public void Add(Event planned)
    {
        if (_count == _heap.Length)
            Array.Resize(ref _heap, 2 * _count);
        Event[] heap = _heap;
        int hole = _count++;
        while (hole > 0)
        {
            int parent = (hole - 1) >> 1;
            if (heap[parent].Time <= planned.Time)
                break;
            heap[hole] = heap[parent];
            hole = parent;
        }
        heap[hole] = planned;
    }

    /// <summary>Takes the earliest event; there must be one.</summary>
    public Event Take()
    {
        Event[] heap = _heap;
        Event first = heap[0];
        int count = --_count;
        Event last = heap[count];
        int hole = 0;
        while (true)
        {
            int child = 2 * hole + 1;
            if (child >= count)
                break;
            if (child + 1 < count && heap[child + 1].Time < heap[child].Time)
                child++;
            if (heap[child].Time >= last.Time)
                break;
            heap[hole] = heap[child];
            hole = child;
        }
        heap[hole] = last;
        return first;
    }

    public void Clear() => _count = 0;
}
