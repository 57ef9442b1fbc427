using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;

namespace RecPipe.Gateway.Pipelines;

/// <summary>A pipeline and the file it was read from.</summary>
internal sealed record PipelineFile(string Path, PipelineConfig Config)
{
    /// <summary>Reads files, and every *.json of folders; what cannot be read is added to <paramref name="problems"/>.</summary>
    public static IReadOnlyList<PipelineFile> ReadAll(IReadOnlyList<string> paths, List<ConfigProblem> problems)
    {
        List<PipelineFile> files = [];
        foreach (string path in paths.SelectMany(path => Expand(path, problems)).Distinct())
        {
            try
            {
                files.Add(new(path, ConfigFile.Load<PipelineConfig>(path)));
            }
            catch (ConfigException e)
            {
                problems.AddRange(e.Problems);
            }
        }
        return files;
    }

    private static string[] Expand(string path, List<ConfigProblem> problems)
    {
        if (!Directory.Exists(path))
            return [path];
        string[] files = [.. Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal)];
        if (files.Length == 0)
            problems.Add(new(path, "", "The folder holds no *.json file.", "Put a pipeline in it, or name another folder."));
        return files;
    }
}
