namespace RecPipe.Workloads.Randomness;

/// <summary>The SplitMix64 finaliser (Steele, Lea and Flood 2014): turns seeds and counters into well-mixed words.</summary>
internal static class SplitMix64
{
    private const ulong Increment = 0x9E3779B97F4A7C15;

    /// <summary>The next word of the sequence that <paramref name="state"/> stands in.</summary>
    public static ulong Next(ref ulong state)
    {
        state += Increment;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A seed of its own for the <paramref name="index"/>-th child of a seed.</summary>
    public static ulong Child(ulong seed, ulong index)
    {
        ulong state = seed;
        ulong mixed = Next(ref state) ^ index;
        return Next(ref mixed);
    }
}
