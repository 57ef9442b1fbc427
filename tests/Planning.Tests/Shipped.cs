using RecPipe.Planning.Experiments;

namespace RecPipe.Planning.Tests;

/// <summary>The configurations of the repository.</summary>
internal static class Shipped
{
    public static ExperimentFiles Files { get; } = ExperimentFiles.In(Repository.PathOf("configs"));

    public static LoadedExperiment Experiment(string name) => ExperimentFile.Load(Repository.PathOf("configs", "experiments", name + ".json"), Files);

    /// <summary>All names of shipped experiments.</summary>
    public static IEnumerable<string> Experiments => Directory.EnumerateFiles(Repository.PathOf("configs", "experiments"), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!);
}
