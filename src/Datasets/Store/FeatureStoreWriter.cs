using System.Runtime.InteropServices;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.Store;

/// <summary>
/// Writes a feature store by appending rows. The store appears at its place only when <see cref="Complete"/> succeeds;
/// disposing earlier leaves nothing behind, and a killed process no manifest. Columns are not forced to disk: after a power
/// cut, <see cref="FeatureStore.VerifyChecksums"/> tells.
/// </summary>
public sealed class FeatureStoreWriter : IDisposable
{
    private readonly string _directory;
    private readonly UnfinishedStore _store;
    private readonly int _denseWidth;
    private readonly int _sparseWidth;
    private long _positives;

    /// <param name="directory">Where the store will be; must not exist, or be empty.</param>
    /// <param name="denseWidth">Dense features a row.</param>
    /// <param name="sparseWidth">Sparse features a row.</param>
    /// <exception cref="ConfigException">Something is there already.</exception>
    public FeatureStoreWriter(string directory, int denseWidth, int sparseWidth)
    {
        _directory = directory;
        _denseWidth = denseWidth;
        _sparseWidth = sparseWidth;
        _store = new(directory, StoreFiles.All);
    }

    public int Rows { get; private set; }

    /// <summary>Appends a block of rows.</summary>
    /// <param name="dense">[n, dense width].</param>
    /// <param name="sparse">[n, sparse width].</param>
    /// <param name="labels">[n], each 0 or 1.</param>
    public void Append(ReadOnlySpan<float> dense, ReadOnlySpan<int> sparse, ReadOnlySpan<byte> labels)
    {
        if (dense.Length != labels.Length * _denseWidth || sparse.Length != labels.Length * _sparseWidth)
            throw new ArgumentException("The blocks must hold the same number of rows.");
        if (labels.Length > int.MaxValue - Rows)
            throw new ConfigException(_directory, "", $"More than {int.MaxValue} rows.", "Split the rows over several stores.");
        _store.Columns[0].Append(MemoryMarshal.AsBytes(dense));
        _store.Columns[1].Append(MemoryMarshal.AsBytes(sparse));
        _store.Columns[2].Append(labels);
        foreach (byte label in labels)
            _positives += label;
        Rows += labels.Length;
    }

    /// <summary>Puts the store in its place.</summary>
    /// <param name="describe">Completes the manifest; rows, positive rate and checksums are filled in already.</param>
    /// <exception cref="InvalidOperationException">There are no rows.</exception>
    /// <exception cref="ArgumentException">The manifest names other columns than were written.</exception>
    public StoreManifest Complete(Func<StoreManifest, StoreManifest> describe)
    {
        if (Rows == 0)
            throw new InvalidOperationException("A store has at least one row.");
        StoreManifest manifest = describe(new StoreManifest
        {
            Version = StoreManifest.CurrentVersion,
            Source = "",
            Rows = Rows,
            TrainRows = Rows,
            PositiveRate = (double)_positives / Rows,
            Dense = [],
            Sparse = [],
            Checksums = _store.Close(),
        });
        if (manifest.Dense.Count != _denseWidth || manifest.Sparse.Count != _sparseWidth)
            throw new ArgumentException($"Expected {_denseWidth} dense and {_sparseWidth} sparse features.", nameof(describe));
        _store.Complete(StoreManifest.FileName, manifest);
        return manifest;
    }

    public void Dispose() => _store.Dispose();
}
