using RecPipe.Ranking.Randomness;

namespace RecPipe.Datasets.Synthetic;

/// <summary>Values that belong to a row of a table without being stored: hashes of (table, row).</summary>
internal static class RowHash
{
    private const float UnitVariance = 1.7320508f / 65536;

    /// <param name="table">Which table.</param>
    /// <param name="row">Which of its rows.</param>
    /// <param name="salt">Which of the row's values.</param>
    public static ulong Of(int table, int row, uint salt) =>
        SplitMix64.Mix(((ulong)(uint)row | ((ulong)(uint)table << 32)) * SplitMix64.Golden + ((ulong)salt << 48) + salt);

    /// <summary>A roughly normal value of mean 0 and variance 1 (the sum of four 16-bit uniforms) from a hash.</summary>
    public static float Normal(ulong hash)
    {
        int sum = (int)(hash & 0xFFFF) + (int)((hash >> 16) & 0xFFFF) + (int)((hash >> 32) & 0xFFFF) + (int)(hash >> 48);
        return (sum - 2 * 65535) * UnitVariance;
    }
}
