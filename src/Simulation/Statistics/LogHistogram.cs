using System.Runtime.CompilerServices;

namespace RecPipe.Simulation.Statistics;

/// <summary>
/// Times in buckets a thousandth of their value wide, from a nanosecond to about twelve days; the bucket is read off a
/// double's exponent and leading bits. Adding two loses nothing. Not safe for concurrent use.
/// </summary>
public sealed class LogHistogram
{
    private const int MantissaBits = 10;
    private const int Shift = 52 - MantissaBits;
    private const double Least = 1.0 / (1 << 30);
    private const int Octaves = 50;

    private static readonly long s_first = BitConverter.DoubleToInt64Bits(Least) >> Shift;

    private const int Buckets = Octaves << MantissaBits;

    /// <summary>Of a range of buckets: all of them while it records.</summary>
    private long[] _counts;

    /// <summary>The first of the range.</summary>
    private int _offset;

    public LogHistogram() => _counts = new long[Buckets];

    private LogHistogram(long[] counts, int offset, long count) => (_counts, _offset, Count) = (counts, offset, count);

    public long Count { get; private set; }

    /// <param name="seconds">0 or more; below a nanosecond counts as one.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Record(double seconds)
    {
        if (_counts.Length != Buckets)
            Expand();
        long bucket = (BitConverter.DoubleToInt64Bits(seconds) >> Shift) - s_first;
        _counts[Math.Clamp(bucket, 0, _counts.Length - 1)]++;
        Count++;
    }

    public void Add(LogHistogram other)
    {
        if (_counts.Length != Buckets)
            Expand();
        for (int i = 0; i < other._counts.Length; i++)
            _counts[other._offset + i] += other._counts[i];
        Count += other.Count;
    }

    /// <summary>A copy in as little memory as its times allow: a run's are mostly within two or three octaves of fifty.</summary>
    public LogHistogram ToCompact()
    {
        int first = Math.Max(0, _counts.AsSpan().IndexOfAnyExcept(0L)), last = Math.Max(first, _counts.AsSpan().LastIndexOfAnyExcept(0L));
        return new(_counts[first..(last + 1)], _offset + first, Count);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        Count = 0;
    }

    /// <summary>The time that <paramref name="percentile"/> percent do not exceed, interpolated inside its bucket; 0 when there are none.</summary>
    /// <param name="percentile">0 to 100.</param>
    public double Percentile(double percentile)
    {
        if (Count == 0)
            return 0;
        double rank = Math.Clamp(percentile / 100 * Count, 0, Count);
        long before = 0;
        int last = 0;
        for (int bucket = 0; bucket < _counts.Length; bucket++)
        {
            long here = _counts[bucket];
            if (here == 0)
                continue;
            if (before + here >= rank)
                return Start(_offset + bucket) + (Start(_offset + bucket + 1) - Start(_offset + bucket)) * (rank - before) / here;
            before += here;
            last = bucket;
        }
        return Start(_offset + last + 1);
    }

    private void Expand()
    {
        long[] all = new long[Buckets];
        _counts.CopyTo(all, _offset);
        (_counts, _offset) = (all, 0);
    }

    private static double Start(int bucket) => BitConverter.Int64BitsToDouble((s_first + bucket) << Shift);
}
