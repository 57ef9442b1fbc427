using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace RecPipe.Datasets.Criteo;

/// <summary>
/// uint32 keys to ids numbered from 0 in the order they were first seen: linear probing over 8-byte slots, at most 70 % full.
/// Ten million keys take 128 MiB. Not thread-safe.
/// </summary>
internal sealed unsafe class IdMap
{
    private const double MaxLoad = 0.7;
    private const int FirstSlots = 64;

    /// <summary>key in the upper half, id + 1 in the lower; 0 is empty. Pinned, so that a slot can be prefetched.</summary>
    private ulong[] _slots = GC.AllocateArray<ulong>(FirstSlots, pinned: true);
    private ulong* _first;
    private int _shift;
    private int _growAt;

    public IdMap() => Measure();

    /// <summary>Keys held.</summary>
    public int Count { get; private set; }

    /// <summary>The id of a key, or -1.</summary>
    public int Find(uint key)
    {
        ulong slot = _slots[SlotOf(key)];
        return slot == 0 ? -1 : (int)(uint)slot - 1;
    }

    /// <summary>The id of a key, which is added if it is new.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int FindOrAdd(uint key)
    {
        int at = SlotOf(key);
        ulong slot = _slots[at];
        return slot != 0 ? (int)(uint)slot - 1 : Add(key, at);
    }

    /// <summary>Asks memory for the slot of a key that will be looked up soon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(uint key)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(_first + (Scramble(key) >> _shift));
    }

    private int Add(uint key, int at)
    {
        _slots[at] = ((ulong)key << 32) | (uint)(Count + 1);
        int id = Count++;
        if (Count >= _growAt)
            Grow();
        return id;
    }

    /// <summary>Where the key is, or the empty slot where it belongs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int SlotOf(uint key)
    {
        ulong[] slots = _slots;
        int at = (int)(Scramble(key) >> _shift);
        while (slots[at] != 0 && (uint)(slots[at] >> 32) != key)
            at = (at + 1) & (slots.Length - 1);
        return at;
    }

    private void Grow()
    {
        ulong[] old = _slots;
        _slots = GC.AllocateArray<ulong>(checked(old.Length * 2), pinned: true);
        Measure();
        foreach (ulong slot in old)
        {
            if (slot != 0)
                _slots[SlotOf((uint)(slot >> 32))] = slot;
        }
    }

    private void Measure()
    {
        _first = (ulong*)Unsafe.AsPointer(ref _slots[0]);
        _shift = 64 - BitOperations.Log2((uint)_slots.Length);
        _growAt = (int)(_slots.Length * MaxLoad);
    }

    /// <summary>Fibonacci hashing of a mixed key: the upper bits depend on all of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Scramble(uint key) => (key ^ (key >> 15)) * 0x9E3779B97F4A7C15UL;
}
