using System.Numerics;

namespace RecPipe.Workloads.Randomness;

/// <summary>
/// xoshiro256** (Blackman and Vigna 2018) seeded by SplitMix64: the same integers on every machine and runtime.
/// Mutable; keep it in a field that is not readonly or pass it by reference.
/// </summary>
internal struct Xoshiro256
{
    private ulong _s0, _s1, _s2, _s3;

    public Xoshiro256(ulong seed)
    {
        _s0 = SplitMix64.Next(ref seed);
        _s1 = SplitMix64.Next(ref seed);
        _s2 = SplitMix64.Next(ref seed);
        _s3 = SplitMix64.Next(ref seed);
    }

    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
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
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Exponential with mean 1, by inversion.</summary>
    public double NextExponential() => -Math.Log(1 - NextDouble());

    /// <summary>Uniform in [0, bound), exactly (Lemire 2019: multiply, reject the uneven remainder).</summary>
    public uint NextBelow(uint bound)
    {
        ulong product = (NextUInt64() >> 32) * bound;
        if ((uint)product < bound)
        {
            uint uneven = (uint)(-(int)bound) % bound;
            while ((uint)product < uneven)
                product = (NextUInt64() >> 32) * bound;
        }
        return (uint)(product >> 32);
    }
}
