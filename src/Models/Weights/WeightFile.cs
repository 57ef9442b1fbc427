using Microsoft.Win32.SafeHandles;
using RecPipe.Models.Weights.Npy;
using RecPipe.Models.Weights.Safetensors;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Weights;

/// <summary>
/// Weights that were made elsewhere: .safetensors, .npz or .npy. Opening reads and checks what describes the tensors; their
/// elements are read when asked for, block by block, so a table may be larger than memory.
/// </summary>
public sealed class WeightFile : IDisposable
{
    private readonly SafeFileHandle _file;

    private WeightFile(string path, SafeFileHandle file, IReadOnlyDictionary<string, WeightTensor> tensors)
    {
        Path = path;
        _file = file;
        Tensors = tensors;
    }

    /// <summary>As its user named it.</summary>
    public string Path { get; }

    /// <summary>By name. A lone .npy is called as its file, without the ending.</summary>
    public IReadOnlyDictionary<string, WeightTensor> Tensors { get; }

    /// <summary>Opens a file of the kind its name ends in.</summary>
    /// <exception cref="ConfigException">It cannot be read, or is not a sound file of that kind; lists everything found wrong.</exception>
    public static WeightFile Open(string path)
    {
        Func<string, SafeFileHandle, IEnumerable<WeightTensor>> read = System.IO.Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".NPY" => NpyFile.Read,
            ".NPZ" => NpzFile.Read,
            ".SAFETENSORS" => SafetensorsFile.Read,
            _ => throw new ConfigException(path, "", "Its name ends in none of .safetensors, .npz and .npy.", "Save the weights as one of these; docs/how-to/weights.md shows how. Pickled files (.pt, .pth) are never read: they can run code."),
        };
        SafeFileHandle file = Handle(path);
        try
        {
            return new(path, file, read(path, file).ToDictionary(tensor => tensor.Name, StringComparer.Ordinal));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (WeightTensor tensor in Tensors.Values)
            tensor.Dispose();
        _file.Dispose();
    }

    private static SafeFileHandle Handle(string path)
    {
        try
        {
            return File.OpenHandle(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException(path, "", e is FileNotFoundException or DirectoryNotFoundException
                ? "There is no such file." : $"It cannot be read: {e.Message}", "Check the path.");
        }
    }
}
