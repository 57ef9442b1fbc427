using System.IO.Hashing;

namespace RecPipe.Datasets.Store;

/// <summary>The column files of a feature store.</summary>
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
}
