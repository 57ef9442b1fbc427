namespace RecPipe.Datasets.Store;

/// <summary>manifest.json of a feature store: everything but the columns themselves.</summary>
public sealed record StoreManifest
{
    public const string FileName = "manifest.json";
    public const int CurrentVersion = 1;

    public required int Version { get; init; }

    /// <summary>Where the rows came from: the command and its arguments.</summary>
    public required string Source { get; init; }

    public required int Rows { get; init; }

    /// <summary>The first rows, for training; the others are held out for tests and load.</summary>
    public required int TrainRows { get; init; }

    /// <summary>Share of rows whose label is 1.</summary>
    public required double PositiveRate { get; init; }

    /// <summary>Names of the dense features, in column order.</summary>
    public required IReadOnlyList<string> Dense { get; init; }

    /// <summary>Sparse features, in column order.</summary>
    public required IReadOnlyList<SparseFeature> Sparse { get; init; }

    /// <summary>File name to checksum.</summary>
    public required IReadOnlyDictionary<string, string> Checksums { get; init; }
}
