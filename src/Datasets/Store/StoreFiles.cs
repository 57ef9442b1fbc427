using System.IO.Hashing;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.Store;

/// <summary>The column files of a feature store, and what holds for the columns of any store.</summary>
internal static class StoreFiles
{
    /// <summary>float32 [rows, dense width], little-endian, row-major.</summary>
    public const string Dense = "dense.f32";

    /// <summary>int32 [rows, sparse width], little-endian, row-major.</summary>
    public const string Sparse = "sparse.i32";

    /// <summary>uint8 [rows].</summary>
    public const string Labels = "labels.u8";

    public static readonly string[] All = [Dense, Sparse, Labels];

    public static string Checksum(NonCryptographicHashAlgorithm hash) => "xxh3:" + Convert.ToHexStringLower(hash.GetCurrentHash());

    public static string ChecksumOf(string path, CancellationToken cancellationToken)
    {
        XxHash3 hash = new();
        byte[] buffer = new byte[1 << 20];
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.Append(buffer.AsSpan(0, read));
        }
        return Checksum(hash);
    }

    /// <summary>Reads every column and compares checksums.</summary>
    /// <exception cref="ConfigException">A column differs from what its manifest says.</exception>
    public static void VerifyChecksums(string directory, IEnumerable<string> names, IReadOnlyDictionary<string, string> checksums, CancellationToken cancellationToken)
    {
        List<ConfigProblem> problems = [];
        foreach (string name in names)
        {
            string file = Path.Combine(directory, name), actual = ChecksumOf(file, cancellationToken);
            string expected = checksums.GetValueOrDefault(name, "nothing");
            if (expected != actual)
                problems.Add(new(file, "", $"Its checksum is {actual}, the manifest says {expected}.", "Make the store again."));
        }
        ConfigException.ThrowIfAny(problems);
    }

    /// <summary>Adds a problem unless a column is there and as long as its manifest says.</summary>
    public static void CheckLength(string directory, string name, long expected, List<ConfigProblem> problems)
    {
        FileInfo file = new(Path.Combine(directory, name));
        if (!file.Exists)
            problems.Add(new(file.FullName, "", "There is no such file.", "Make the store again."));
        else if (file.Length != expected)
            problems.Add(new(file.FullName, "", $"It is {file.Length} bytes, the manifest asks for {expected}.", "Make the store again."));
    }
}
