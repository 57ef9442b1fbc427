using System.Runtime.CompilerServices;
using RecPipe.Ranking.Randomness;

namespace RecPipe.Accelerator.Caches;

/// <summary>
/// Numbers keys 0, 1, 2, ... as they are first seen, so that caches can keep their state in flat arrays. Open addressing
/// with linear probing; allocates only when it grows. Not thread-safe.
/// </summary>
public sealed class KeyNumbering
{
    private const int InitialSlots = 1 << 12;
    private ulong[] _keys = new ulong[InitialSlots];
    private int[] _idsPlusOne = new int[InitialSlots];

    /// <summary>Distinct keys seen.</summary>
    public int Count { get; private set; }

    /// <summary>The number of a key, a new one if it was not seen before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int IdOf(ulong key)
    {
        int mask = _keys.Length - 1;
        int slot = (int)SplitMix64.Mix(key) & mask;
        while (_idsPlusOne[slot] != 0)
        {
            if (_keys[slot] == key)
                return _idsPlusOne[slot] - 1;
            slot = (slot + 1) & mask;
        }
        return Add(key, slot);
    }

    private int Add(ulong key, int slot)
    {
        _keys[slot] = key;
        _idsPlusOne[slot] = ++Count;
        int id = Count - 1;
        if (Count * 2L > _keys.Length)
            Grow();
        return id;
    }

    private void Grow()
    {
        (ulong[] keys, int[] ids) = (_keys, _idsPlusOne);
        int slots = checked(keys.Length * 2), mask = slots - 1;
        _keys = new ulong[slots];
        _idsPlusOne = new int[slots];
        for (int i = 0; i < keys.Length; i++)
        {
            if (ids[i] == 0)
                continue;
            int slot = (int)SplitMix64.Mix(keys[i]) & mask;
            while (_idsPlusOne[slot] != 0)
                slot = (slot + 1) & mask;
            _keys[slot] = keys[i];
            _idsPlusOne[slot] = ids[i];
        }
    }
}
