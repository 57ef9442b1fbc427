using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RecPipe.Simulation.Events;

/// <summary>
/// What is planned, the earliest first: a heap with four children a node, which is half as deep as a binary one and whose
/// siblings lie side by side. It grows to the most events ever planned at a time and stays there.
/// </summary>
/// <remarks>
/// Taking the earliest leaves a hole at the top. What happens next mostly plans another event (an engine that finishes takes
/// the next job), which then sinks from the hole: one way through the heap, not two.
/// </remarks>
internal sealed class EventQueue
{
    private Event[] _heap = new Event[64];
    private int _count;
    private bool _topIsHole;

    /// <summary>Seconds; infinite when nothing is planned.</summary>
    public double NextTime
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (_topIsHole)
                FillHole();
            return _count > 0 ? _heap[0].Time : double.PositiveInfinity;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in Event planned)
    {
        if (_topIsHole)
        {
            _topIsHole = false;
            Sink(planned, _count);
        }
        else
        {
            Rise(planned);
        }
    }

    /// <summary>Takes the earliest event; there must be one, and <see cref="NextTime"/> must have been asked for since the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Event Take()
    {
        _topIsHole = true;
        return _heap[0];
    }

    public void Clear() => (_count, _topIsHole) = (0, false);

    private void FillHole()
    {
        _topIsHole = false;
        int count = --_count;
        if (count > 0)
            Sink(_heap[count], count);
    }

    private void Rise(in Event planned)
    {
        if (_count == _heap.Length)
            Array.Resize(ref _heap, 2 * _count);
        ref Event heap = ref MemoryMarshal.GetArrayDataReference(_heap);
        int hole = _count++;
        while (hole > 0)
        {
            int parent = (hole - 1) >> 2;
            ref Event above = ref Unsafe.Add(ref heap, parent);
            if (above.Order <= planned.Order)
                break;
            Unsafe.Add(ref heap, hole) = above;
            hole = parent;
        }
        Unsafe.Add(ref heap, hole) = planned;
    }

    /// <summary>Puts an event where it belongs, from the top down, in the first <paramref name="count"/> places.</summary>
    private void Sink(in Event planned, int count)
    {
        ref Event heap = ref MemoryMarshal.GetArrayDataReference(_heap);
        Event sinking = planned;
        int hole = 0;
        while (true)
        {
            int child = 4 * hole + 1;
            if (child + 3 < count)
            {
                int left = child + After(ref heap, child, child + 1), right = child + 2 + After(ref heap, child + 2, child + 3);
                child = left + (right - left) * After(ref heap, left, right);
            }
            else
            {
                if (child >= count)
                    break;
                int least = child;
                for (int next = child + 1; next < count; next++)
                    least += (next - least) * After(ref heap, least, next);
                child = least;
            }
            ref Event earliest = ref Unsafe.Add(ref heap, child);
            if (earliest.Order >= sinking.Order)
                break;
            Unsafe.Add(ref heap, hole) = earliest;
            hole = child;
        }
        Unsafe.Add(ref heap, hole) = sinking;
    }

    /// <returns>1 when the first is after the second, otherwise 0; as a number, because which it is cannot be predicted.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int After(ref Event heap, int first, int second) =>
        Unsafe.Add(ref heap, first).Order > Unsafe.Add(ref heap, second).Order ? 1 : 0;
}
