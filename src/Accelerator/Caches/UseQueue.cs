using System.Numerics;

namespace RecPipe.Accelerator.Caches;

/// <summary>
/// Coming accesses within a window, of which the farthest is asked for: a bitmap over a ring of places, with a summary bit
/// for each of its words. Allocates nothing after construction.
/// </summary>
internal sealed class UseQueue
{
    private readonly ulong[] _places;
    private readonly ulong[] _words;
    private readonly int _mask;

    /// <param name="window">Accesses between the nearest and the farthest that can be held at once.</param>
    public UseQueue(int window)
    {
        int length = checked((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4096, window + 1)));
        _mask = length - 1;
        _places = new ulong[length >> 6];
        _words = new ulong[length >> 12];
    }

    public void Add(int place)
    {
        int bit = place & _mask;
        _places[bit >> 6] |= 1UL << bit;
        _words[bit >> 12] |= 1UL << (bit >> 6);
    }

    public void Remove(int place)
    {
        int bit = place & _mask;
        if ((_places[bit >> 6] &= ~(1UL << bit)) == 0)
            _words[bit >> 12] &= ~(1UL << (bit >> 6));
    }

    /// <summary>The farthest place held, or -1.</summary>
    /// <param name="limit">No place held is beyond it, and none is a ring's length before it.</param>
    public int Farthest(int limit)
    {
        int end = limit & _mask;
        int bit = HighestUpTo(end);
        if (bit >= 0)
            return limit - (end - bit);
        bit = HighestUpTo(_mask);
        return bit < 0 ? -1 : limit - (end - bit) - (_mask + 1);
    }

    private int HighestUpTo(int end)
    {
        ulong places = _places[end >> 6] & (ulong.MaxValue >> (63 - (end & 63)));
        if (places != 0)
            return (end & ~63) + BitOperations.Log2(places);
        int word = end >> 6, group = word >> 6;
        ulong words = _words[group] & ((1UL << word) - 1);
        while (words == 0)
        {
            if (--group < 0)
                return -1;
            words = _words[group];
        }
        word = (group << 6) + BitOperations.Log2(words);
        return (word << 6) + BitOperations.Log2(_places[word]);
    }
}
