using System.Text.Json;
using RecPipe.Planning.Designs;
using RecPipe.Planning.Experiments;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Cli.Plan;

/// <summary>The designs of one or several experiments that share their backends.</summary>
/// <param name="Name">Of the experiments.</param>
/// <param name="Experiment">Their backends, models and files, taken together.</param>
/// <param name="Designs">None twice.</param>
/// <param name="Rates">Offered loads, queries/s, none twice.</param>
internal sealed record PlannedSpace(string Name, LoadedExperiment Experiment, IReadOnlyList<Design> Designs, IReadOnlyList<double> Rates)
{
    /// <exception cref="ConfigException">An experiment is wrong, or they do not go together.</exception>
    public static PlannedSpace Load(IReadOnlyList<string> files, DesignMode mode)
    {
        ExperimentFiles shipped = ShippedConfigs.OfExperiments;
        LoadedExperiment[] loaded = [.. files.Select(file => ExperimentFile.Load(ShippedConfigs.Resolve(ShippedConfigs.Experiments, file), shipped))];
        ConfigException.ThrowIfAny([.. loaded.Skip(1).SelectMany(other => Problems(loaded[0], other))]);
        BackendConfig[] backends = [.. loaded.SelectMany(experiment => experiment.Experiment.Backends).DistinctBy(backend => backend.Name)];
        return new(
            string.Join("+", loaded.Select(experiment => experiment.Experiment.Name)),
            loaded[0] with
            {
                Experiment = loaded[0].Experiment with { Backends = backends },
                Models = loaded.SelectMany(experiment => experiment.Models).DistinctBy(model => model.Key).ToDictionary(),
            },
            [.. loaded.SelectMany(experiment => experiment.Designs(mode)).DistinctBy(design => design.Key)],
            [.. loaded.SelectMany(experiment => experiment.Experiment.Rates).Distinct().Order()]);
    }

    private static IEnumerable<ConfigProblem> Problems(LoadedExperiment first, LoadedExperiment other)
    {
        if (other.Experiment.K != first.Experiment.K)
            yield return new(other.File, "k", $"It is {other.Experiment.K}, and {first.Experiment.K} in {first.File}.", "Plan experiments of different list lengths one by one.");
        foreach (BackendConfig backend in other.Experiment.Backends)
        {
            if (first.Experiment.Backends.FirstOrDefault(known => known.Name == backend.Name) is { } known && JsonSerializer.Serialize(known, ConfigFile.Json) != JsonSerializer.Serialize(backend, ConfigFile.Json))
                yield return new(other.File, "backends", $"\"{backend.Name}\" is not what it is in {first.File}.", "Give different backends different names.");
        }
    }
}
