using System.Numerics;
using System.Runtime.CompilerServices;

namespace RecPipe.Datasets.Synthetic;

/// <summary>
/// xoshiro256++ (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021), seeded by SplitMix64 from
/// (seed, stream): blocks draw independently of who makes them. Not thread-safe.
/// </summary>
internal sealed class Xoshiro256
{
    private ulong _s0, _s1, _s2, _s3;
    private double _spareNormal = double.NaN;

    public Xoshiro256(ulong seed, ulong stream) => Restart(seed, stream);

    public void Restart(ulong seed, ulong stream)
    {
        ulong state = SplitMix64.Mix(seed) ^ SplitMix64.Mix(~stream);
        _s0 = SplitMix64.Next(ref state);
        _s1 = SplitMix64.Next(ref state);
        _s2 = SplitMix64.Next(ref state);
        _s3 = SplitMix64.Next(ref state);
        _spareNormal = double.NaN;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Next()
    {
        ulong result = BitOperations.RotateLeft(_s0 + _s3, 23) + _s0;
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>In [0, 1), 53 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double NextUniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Standard normal, by Marsaglia's polar method.</summary>
    public double NextNormal()
    {
        if (!double.IsNaN(_spareNormal))
        {
            double spare = _spareNormal;
            _spareNormal = double.NaN;
            return spare;
        }
        double x, y, r;
        do
        {
            x = 2 * NextUniform() - 1;
            y = 2 * NextUniform() - 1;
            r = x * x + y * y;
        }
        while (r >= 1 || r == 0);
        double scale = Math.Sqrt(-2 * Math.Log(r) / r);
        _spareNormal = y * scale;
        return x * scale;
    }
}
