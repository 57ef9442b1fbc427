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
    private readonly string _unfinished;
    private readonly bool _directoryExisted;
    private readonly StoreColumnWriter[] _columns;
    private readonly int _denseWidth;
    private readonly int _sparseWidth;
    private long _positives;

    /// <param name="directory">Where the store will be; must not exist, or be empty.</param>
    /// <param name="denseWidth">Dense features a row.</param>
    /// <param name="sparseWidth">Sparse features a row.</param>
    /// <exception cref="ConfigException">Something is there already.</exception>
    public FeatureStoreWriter(string directory, int denseWidth, int sparseWidth)
    {
        _directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        _denseWidth = denseWidth;
        _sparseWidth = sparseWidth;
        try
        {
            _directoryExisted = Directory.Exists(_directory);
            if (File.Exists(_directory) || (_directoryExisted && Directory.EnumerateFileSystemEntries(_directory).Any()))
                throw new ConfigException(directory, "", "Something is there already.", "Remove it or choose another folder.");
            // Inside a folder that exists (it may be a mount point), beside one that does not: either way one rename away.
            _unfinished = _directoryExisted ? Path.Combine(_directory, Unfinished) : _directory + Unfinished;
            Directory.CreateDirectory(_unfinished);
            _columns = [.. StoreFiles.All.Select(name => new StoreColumnWriter(Path.Combine(_unfinished, name)))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException(directory, "", $"No store can be written there: {e.Message}", "Choose a folder that can be written to.");
        }
    }

    private static string Unfinished => $".unfinished-{Environment.ProcessId}";

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
        _columns[0].Append(MemoryMarshal.AsBytes(dense));
        _columns[1].Append(MemoryMarshal.AsBytes(sparse));
        _columns[2].Append(labels);
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
            Checksums = _columns.ToDictionary(column => column.Name, column => column.Close()),
        });
        if (manifest.Dense.Count != _denseWidth || manifest.Sparse.Count != _sparseWidth)
            throw new ArgumentException($"Expected {_denseWidth} dense and {_sparseWidth} sparse features.", nameof(describe));
        ConfigFile.Save(Path.Combine(_unfinished, StoreManifest.FileName), manifest);
        MoveIntoPlace();
        return manifest;
    }

    public void Dispose()
    {
        foreach (StoreColumnWriter column in _columns)
            column.Dispose();
        if (Directory.Exists(_unfinished))
            Directory.Delete(_unfinished, recursive: true);
    }

    /// <summary>The manifest moves last: without it there is no store.</summary>
    private void MoveIntoPlace()
    {
        if (!_directoryExisted)
        {
            Directory.Move(_unfinished, _directory);
            return;
        }
        foreach (string name in StoreFiles.All.Append(StoreManifest.FileName))
            File.Move(Path.Combine(_unfinished, name), Path.Combine(_directory, name));
        Directory.Delete(_unfinished);
    }
}
