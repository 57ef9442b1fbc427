using Microsoft.Win32.SafeHandles;

namespace RecPipe.Models.Weights.Npy;

/// <summary>One array, as numpy.save writes it.</summary>
internal static class NpyFile
{
    public static IEnumerable<WeightTensor> Read(string path, SafeFileHandle file)
    {
        long length = RandomAccess.GetLength(file);
        string name = Path.GetFileNameWithoutExtension(path);
        FileRange range = new(file, path, 0, length);
        return [new WeightTensor(path, name, NpyHeader.Read(path, name, range, length), range)];
    }
}
