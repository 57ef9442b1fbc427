namespace RecPipe.Ranking.Randomness;

/// <summary>SplitMix64 (Steele, Lea and Flood 2014): seeds other generators; its finaliser is a good 64-bit hash.</summary>
public static class SplitMix64
{
    /// <summary>2^64 over the golden ratio: what the state moves on by.</summary>
    public const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>The next word of the sequence that <paramref name="state"/> stands in.</summary>
    public static ulong Next(ref ulong state) => Mix(state += Golden);

    /// <summary>The finaliser: every bit of the result depends on every bit of the word.</summary>
    public static ulong Mix(ulong word)
    {
        word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9;
        word = (word ^ (word >> 27)) * 0x94D049BB133111EB;
        return word ^ (word >> 31);
    }

    /// <summary>A seed of its own for the <paramref name="index"/>-th child of a seed.</summary>
    public static ulong Child(ulong seed, ulong index) => Mix(seed) ^ Mix(~index);
}
