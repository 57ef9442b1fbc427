using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using RecPipe.Ranking;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.Store;

/// <summary>
/// Features and labels of a dataset, memory-mapped: dense float32 [rows, dense width], sparse int32 [rows, sparse width],
/// labels uint8 [rows]. Opens in milliseconds whatever its size. Safe for concurrent reads; not to be disposed during one.
/// </summary>
public sealed unsafe class FeatureStore : IFeatureSource, IDisposable
{
    /// <summary>How many rows ahead a gather asks memory for: hides about 100 ns of latency behind the copies between.</summary>
    private const int PrefetchDistance = 12;

    private readonly MappedColumn<float> _dense;
    private readonly MappedColumn<int> _sparse;
    private readonly MappedColumn<byte> _labels;
    private volatile bool _disposed;

    private FeatureStore(string directory, StoreManifest manifest)
    {
        Directory = directory;
        Manifest = manifest;
        DenseWidth = manifest.Dense.Count;
        SparseWidth = manifest.Sparse.Count;
        TableRows = [.. manifest.Sparse.Select(feature => feature.TableRows)];
        _dense = new(Path.Combine(directory, StoreFiles.Dense));
        _sparse = new(Path.Combine(directory, StoreFiles.Sparse));
        _labels = new(Path.Combine(directory, StoreFiles.Labels));
    }

    /// <summary>Where it is.</summary>
    public string Directory { get; }

    public StoreManifest Manifest { get; }

    public int Rows => Manifest.Rows;

    public int DenseWidth { get; }

    public int SparseWidth { get; }

    public IReadOnlyList<int> TableRows { get; }

    /// <summary>uint8 [rows].</summary>
    public ReadOnlySpan<byte> Labels => _disposed ? throw new ObjectDisposedException(nameof(FeatureStore)) : new(_labels.Pointer, Rows);

    /// <exception cref="ConfigException">There is no store, or its files do not fit its manifest.</exception>
    public static FeatureStore Open(string directory)
    {
        string path = Path.Combine(directory, StoreManifest.FileName);
        StoreManifest manifest = ConfigFile.Load<StoreManifest>(path);
        ConfigException.ThrowIfAny(Check(directory, path, manifest));
        return new FeatureStore(directory, manifest);
    }

    /// <summary>[dense width] of one row.</summary>
    public ReadOnlySpan<float> DenseRow(int row) => new(_dense.Pointer + (nint)CheckRow(row) * DenseWidth, DenseWidth);

    /// <summary>[sparse width] of one row.</summary>
    public ReadOnlySpan<int> SparseRow(int row) => new(_sparse.Pointer + (nint)CheckRow(row) * SparseWidth, SparseWidth);

    /// <inheritdoc/>
    public void Gather(ReadOnlySpan<int> ids, Span<float> dense, Span<int> sparse)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        int denseWidth = DenseWidth, sparseWidth = SparseWidth;
        ArgumentOutOfRangeException.ThrowIfLessThan(dense.Length, checked(ids.Length * denseWidth), nameof(dense));
        ArgumentOutOfRangeException.ThrowIfLessThan(sparse.Length, checked(ids.Length * sparseWidth), nameof(sparse));
        CheckRows(ids);
        for (int i = 0; i < ids.Length; i++)
        {
            if (i + PrefetchDistance < ids.Length)
                Prefetch(ids[i + PrefetchDistance]);
            new ReadOnlySpan<float>(_dense.Pointer + (nint)ids[i] * denseWidth, denseWidth).CopyTo(dense[(i * denseWidth)..]);
            new ReadOnlySpan<int>(_sparse.Pointer + (nint)ids[i] * sparseWidth, sparseWidth).CopyTo(sparse[(i * sparseWidth)..]);
        }
    }

    /// <summary>Reads every column and compares checksums.</summary>
    /// <exception cref="ConfigException">A column differs from what its manifest says.</exception>
    public void VerifyChecksums(CancellationToken cancellationToken = default) =>
        StoreFiles.VerifyChecksums(Directory, StoreFiles.All, Manifest.Checksums, cancellationToken);

    public void Dispose()
    {
        _disposed = true;
        _dense.Dispose();
        _sparse.Dispose();
        _labels.Dispose();
    }

    private static List<ConfigProblem> Check(string directory, string path, StoreManifest manifest)
    {
        if (manifest.Version != StoreManifest.CurrentVersion)
            return [new(path, "version", $"Version {manifest.Version} is not known here.", $"Make the store again; this build reads version {StoreManifest.CurrentVersion}.")];
        List<ConfigProblem> problems = [];
        if (manifest.Rows < 1)
            problems.Add(new(path, "rows", $"{manifest.Rows} rows.", "A store has at least one row."));
        if (manifest.TrainRows < 0 || manifest.TrainRows > manifest.Rows)
            problems.Add(new(path, "trainRows", $"{manifest.TrainRows} of {manifest.Rows} rows.", "It is between 0 and rows."));
        for (int i = 0; i < manifest.Sparse.Count; i++)
        {
            if (manifest.Sparse[i].TableRows < 1)
                problems.Add(new(path, $"sparse[{i}].tableRows", $"{manifest.Sparse[i].TableRows} rows.", "A table has at least one row."));
        }
        StoreFiles.CheckLength(directory, StoreFiles.Dense, (long)manifest.Rows * manifest.Dense.Count * sizeof(float), problems);
        StoreFiles.CheckLength(directory, StoreFiles.Sparse, (long)manifest.Rows * manifest.Sparse.Count * sizeof(int), problems);
        StoreFiles.CheckLength(directory, StoreFiles.Labels, manifest.Rows, problems);
        return problems;
    }

    private void CheckRows(ReadOnlySpan<int> ids)
    {
        uint rows = (uint)Rows;
        foreach (int row in ids)
        {
            if ((uint)row >= rows)
                CheckRow(row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int CheckRow(int row)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if ((uint)row >= (uint)Rows)
            throw new ArgumentOutOfRangeException(nameof(row), row, $"The store has rows 0 to {Rows - 1}.");
        return row;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Prefetch(int row)
    {
        if (!Sse.IsSupported)
            return;
        byte* dense = (byte*)(_dense.Pointer + (nint)row * DenseWidth);
        Sse.Prefetch0(dense);
        byte* sparse = (byte*)(_sparse.Pointer + (nint)row * SparseWidth);
        Sse.Prefetch0(sparse);
        Sse.Prefetch0(sparse + 64);
    }
}
