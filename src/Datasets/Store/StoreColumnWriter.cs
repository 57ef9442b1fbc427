using System.IO.Hashing;

namespace RecPipe.Datasets.Store;

/// <summary>Appends to a column file and computes its checksum on the way.</summary>
/// <param name="path">Replaced if it exists.</param>
internal sealed class StoreColumnWriter(string path) : IDisposable
{
    private readonly FileStream _stream = new(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
    private readonly XxHash3 _hash = new();

    public string Name { get; } = Path.GetFileName(path);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        _hash.Append(bytes);
        _stream.Write(bytes);
    }

    /// <returns>The checksum.</returns>
    public string Close()
    {
        _stream.Dispose();
        return StoreFiles.Checksum(_hash);
    }

    public void Dispose() => _stream.Dispose();
}
