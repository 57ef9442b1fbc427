using RecPipe.Planning.Experiments;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Cli;

/// <summary>The configurations that come with RecPipe, wherever `recpipe` is run from.</summary>
internal static class ShippedConfigs
{
    /// <summary>The folder that holds the others.</summary>
    public static string Root { get; } = Path.Combine(AppContext.BaseDirectory, "configs");

    public static string Models { get; } = Path.Combine(AppContext.BaseDirectory, "configs", "models");

    public static string Pipelines { get; } = Path.Combine(AppContext.BaseDirectory, "configs", "pipelines");

    public static string Experiments { get; } = Path.Combine(AppContext.BaseDirectory, "configs", "experiments");

    /// <summary>Grids of models to train.</summary>
    public static string ModelExperiments { get; } = Path.Combine(Experiments, "models");

    public static string Hardware { get; } = Path.Combine(AppContext.BaseDirectory, "configs", "hardware");

    /// <summary>Known qualities of cascades.</summary>
    public static string Qualities { get; } = Path.Combine(AppContext.BaseDirectory, "configs", "qualities");

    /// <summary>What experiments name.</summary>
    public static ExperimentFiles ExperimentFiles { get; } = new(name => Resolve(Models, name), name => Resolve(Hardware, name));

    public static string Calibration { get; } = Path.Combine(Root, "calibration");

    /// <summary>A file as written, or the shipped one of that name: "rpaccel-1" is rpaccel-1.json of <paramref name="folder"/>.</summary>
    /// <exception cref="ConfigException">It is neither.</exception>
    public static string Resolve(string folder, string fileOrName)
    {
        if (File.Exists(fileOrName) || Path.GetFileName(fileOrName) != fileOrName)
            return fileOrName;
        string shipped = Path.Combine(folder, fileOrName + ".json");
        if (File.Exists(shipped))
            return shipped;
        IEnumerable<string?> names = Directory.EnumerateFiles(folder, "*.json").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal);
        throw new ConfigException(fileOrName, "", "There is neither such a file nor such a shipped name.", $"Shipped are: {string.Join(", ", names)}.");
    }
}
