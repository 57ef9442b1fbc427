using System.IO.MemoryMappedFiles;

namespace RecPipe.Datasets.Store;

/// <summary>A column file mapped read-only: opens in constant time, pages come in as they are touched. An empty file maps to nothing.</summary>
/// <typeparam name="T">Element type.</typeparam>
internal sealed unsafe class MappedColumn<T> : IDisposable
    where T : unmanaged
{
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private bool _disposed;

    public MappedColumn(string path)
    {
        if (new FileInfo(path).Length == 0)
            return;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* pointer = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        Pointer = (T*)(pointer + _view.PointerOffset);
    }

    /// <summary>First element. Valid until disposed.</summary>
    public T* Pointer { get; }

    public void Dispose()
    {
        if (_disposed || _view is null)
            return;
        _disposed = true;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file!.Dispose();
    }
}
