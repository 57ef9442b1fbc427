using System.IO.Hashing;
using System.Runtime.InteropServices;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.Store;

/// <summary>
/// Writes a feature store by appending rows. The store appears at its place only when <see cref="Complete"/> succeeds;
/// disposing earlier leaves nothing behind.
/// </summary>
public sealed class FeatureStoreWriter : IDisposable
{
    private readonly string _directory;
    private readonly string _unfinished;
    private readonly Column[] _columns;
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
        if (File.Exists(_directory) || (Directory.Exists(_directory) && Directory.EnumerateFileSystemEntries(_directory).Any()))
            throw new ConfigException(directory, "", "Something is there already.", "Remove it or choose another folder.");
        _denseWidth = denseWidth;
        _sparseWidth = sparseWidth;
        _unfinished = $"{_directory}.unfinished-{Environment.ProcessId}";
        Directory.CreateDirectory(_unfinished);
        _columns = [.. StoreFiles.All.Select(name => new Column(Path.Combine(_unfinished, name)))];
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
        _columns[0].Append(MemoryMarshal.AsBytes(dense));
        _columns[1].Append(MemoryMarshal.AsBytes(sparse));
        _columns[2].Append(labels);
        foreach (byte label in labels)
            _positives += label;
        Rows = checked(Rows + labels.Length);
    }

    /// <summary>Puts the store in its place.</summary>
    /// <param name="describe">Completes the manifest; rows, positive rate and checksums are filled in already.</param>
    public StoreManifest Complete(Func<StoreManifest, StoreManifest> describe)
    {
        Dictionary<string, string> checksums = [];
        foreach (Column column in _columns)
            checksums[column.Name] = column.Close();
        StoreManifest manifest = describe(new StoreManifest
        {
            Version = StoreManifest.CurrentVersion,
            Source = "",
            Rows = Rows,
            TrainRows = Rows,
            PositiveRate = Rows == 0 ? 0 : (double)_positives / Rows,
            Dense = [],
            Sparse = [],
            Checksums = checksums,
        });
        ConfigFile.Save(Path.Combine(_unfinished, StoreManifest.FileName), manifest);
        if (Directory.Exists(_directory))
            Directory.Delete(_directory);
        Directory.Move(_unfinished, _directory);
        return manifest;
    }

    public void Dispose()
    {
        foreach (Column column in _columns)
            column.Dispose();
        if (Directory.Exists(_unfinished))
            Directory.Delete(_unfinished, recursive: true);
    }

    private sealed class Column(string path) : IDisposable
    {
        private readonly FileStream _stream = new(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        private readonly XxHash3 _hash = new();

        public string Name { get; } = Path.GetFileName(path);

        public void Append(ReadOnlySpan<byte> bytes)
        {
            _hash.Append(bytes);
            _stream.Write(bytes);
        }

        public string Close()
        {
            _stream.Dispose();
            return StoreFiles.Checksum(_hash);
        }

        public void Dispose() => _stream.Dispose();
    }
}
