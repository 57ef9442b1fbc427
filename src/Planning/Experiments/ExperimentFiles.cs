using RecPipe.Ranking.Configuration;

namespace RecPipe.Planning.Experiments;

/// <summary>Finds the files an experiment names: a path as it is, or what a shipped name stands for.</summary>
/// <param name="Model">Path of a model configuration; throws <see cref="ConfigException"/> when there is none.</param>
/// <param name="Hardware">Path of a hardware file; throws <see cref="ConfigException"/> when there is none.</param>
public sealed record ExperimentFiles(Func<string, string> Model, Func<string, string> Hardware)
{
    /// <summary>Those of a configs folder.</summary>
    public static ExperimentFiles In(string configs) => new(name => Find(configs, "models", name), name => Find(configs, "hardware", name));

    private static string Find(string configs, string kind, string name)
    {
        if (File.Exists(name))
            return name;
        string folder = Path.Combine(configs, kind), shipped = Path.Combine(folder, name + ".json");
        return Path.GetFileName(name) == name && File.Exists(shipped)
            ? shipped
            : throw new ConfigException(name, "", "There is neither such a file nor such a shipped name.",
                $"Shipped are: {string.Join(", ", Directory.EnumerateFiles(folder, "*.json").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal))}.");
    }
}
