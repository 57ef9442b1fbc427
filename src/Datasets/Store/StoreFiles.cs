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
}
