using System.Globalization;
using System.IO.Compression;
using System.Text;
using RecPipe.Ranking.Randomness;

namespace RecPipe.Datasets.Tests.Criteo;

/// <summary>Lines in the layout of the Criteo click logs, from a seed.</summary>
internal static class CriteoLines
{
    public static string Line(string label = "0", string i1 = "5", string c1 = "68fd1e64") =>
        string.Join('\t', [label, i1, .. Enumerable.Range(2, 12).Select(i => i.ToString(CultureInfo.InvariantCulture)), c1, .. Enumerable.Range(2, 25).Select(t => $"{t:x8}")]);

    public static string[] Random(int count, ulong seed)
    {
        Xoshiro256 random = new(seed, 0);
        return [.. Enumerable.Range(0, count).Select(_ => Random(ref random))];
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream target = new();
        using (GZipStream gzip = new(target, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return target.ToArray();
    }

    private static string Random(ref Xoshiro256 random)
    {
        StringBuilder line = new(random.NextUniform() < 0.25 ? "1" : "0");
        for (int j = 0; j < 13; j++)
        {
            line.Append('\t');
            if (random.NextUniform() < 0.8)
                line.Append(CultureInfo.InvariantCulture, $"{(long)Math.Exp(12 * random.NextUniform()) - 2}");
        }
        for (int t = 0; t < 26; t++)
        {
            line.Append('\t');
            if (random.NextUniform() < 0.9)
                line.Append(CultureInfo.InvariantCulture, $"{(uint)SplitMix64.Mix((ulong)Math.Exp(t * random.NextUniform())):x8}");
        }
        return line.ToString();
    }
}
