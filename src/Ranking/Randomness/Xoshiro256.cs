using System.Numerics;
using System.Runtime.CompilerServices;

namespace RecPipe.Ranking.Randomness;

/// <summary>
/// xoshiro256++ (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021), seeded by SplitMix64 from
/// (seed, stream): the same integers on every machine, and a stream of its own for every block, query or phase.
/// Mutable: keep it in a field that is not readonly, pass it by reference. Not thread-safe.
/// </summary>
public struct Xoshiro256
{
    private ulong _s0, _s1, _s2, _s3;
    private double _spareNormal;

    public Xoshiro256(ulong seed, ulong stream = 0)
    {
        ulong state = SplitMix64.Child(seed, stream);
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

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double NextUniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Exponential with mean 1, by inversion.</summary>
    public double NextExponential() => -Math.Log(1 - NextUniform());

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

    /// <summary>Uniform in [0, bound), exactly (Lemire 2019: multiply, reject the uneven remainder).</summary>
    public uint NextBelow(uint bound)
    {
        ulong product = (Next() >> 32) * bound;
        if ((uint)product < bound)
        {
            uint uneven = (uint)(-(int)bound) % bound;
            while ((uint)product < uneven)
                product = (Next() >> 32) * bound;
        }
        return (uint)(product >> 32);
    }
}
