using Microsoft.Win32.SafeHandles;
using RecPipe.Models.Weights.Zip;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Weights.Npy;

/// <summary>A zip archive of arrays, as numpy.savez and numpy.savez_compressed write it.</summary>
internal static class NpzFile
{
    private const string Ending = ".npy";

    public static IEnumerable<WeightTensor> Read(string path, SafeFileHandle file)
    {
        List<WeightTensor> tensors = [];
        List<ConfigProblem> problems = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (ZipMember member in ZipDirectory.Read(path, new FileRange(file, path, 0, RandomAccess.GetLength(file))))
        {
            try
            {
                if (!names.Add(member.Name))
                    throw new ConfigException(path, member.Name, "It is there twice.", "Save every array under a name of its own.");
                tensors.Add(Tensor(path, file, member));
            }
            catch (ConfigException e)
            {
                problems.AddRange(e.Problems);
            }
        }
        ConfigException.ThrowIfAny(problems);
        return tensors;
    }

    private static WeightTensor Tensor(string path, SafeFileHandle file, ZipMember member)
    {
        if (!member.Name.EndsWith(Ending, StringComparison.Ordinal))
            throw new ConfigException(path, member.Name, "It is no .npy array.", "Keep arrays only: numpy.savez(file, **arrays).");
        string name = member.Name[..^Ending.Length];
        MemberRange range = new(path, member, new FileRange(file, path, member.Start, member.Stored));
        return new WeightTensor(path, name, NpyHeader.Read(path, name, range, member.Length), range);
    }
}
