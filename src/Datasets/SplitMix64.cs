namespace RecPipe.Datasets;

/// <summary>Steele, Lea and Flood's SplitMix64: seeds other generators, and its finaliser is a good 64-bit hash.</summary>
internal static class SplitMix64
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    public static ulong Next(ref ulong state) => Mix(state += Golden);

    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A hash of one row of one table, so that latent values need no stored tables.</summary>
    public static ulong Hash(int table, int row, uint salt) =>
        Mix(((ulong)(uint)row | ((ulong)(uint)table << 32)) * Golden + ((ulong)salt << 48) + salt);

    /// <summary>A roughly normal value of mean 0 and variance 1 (the sum of four 16-bit uniforms) from a hash.</summary>
    public static float Normal(ulong hash)
    {
        int sum = (int)(hash & 0xFFFF) + (int)((hash >> 16) & 0xFFFF) + (int)((hash >> 32) & 0xFFFF) + (int)(hash >> 48);
        return (sum - 2 * 65535) * (1.7320508f / 65536);
    }
}
