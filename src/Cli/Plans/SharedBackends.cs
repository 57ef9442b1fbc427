using RecPipe.Planning.Experiments;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Cli.Plans;

/// <summary>The backends of several experiments: those of one name are one backend, which can be all that any of them says.</summary>
internal static class SharedBackends
{
    /// <exception cref="ConfigException">A name stands for different things; lists all.</exception>
    public static IReadOnlyList<BackendConfig> Of(IReadOnlyList<LoadedExperiment> experiments)
    {
        List<BackendConfig> backends = [];
        List<ConfigProblem> problems = [];
        foreach (LoadedExperiment experiment in experiments)
        {
            foreach (BackendConfig backend in experiment.Experiment.Backends)
            {
                int known = backends.FindIndex(other => other.Name == backend.Name);
                if (known < 0)
                    backends.Add(backend);
                else if (AreOne(backends[known], backend))
                    backends[known] = Join(backends[known], backend);
                else
                    problems.Add(new(experiment.File, "backends", $"\"{backend.Name}\" has other engines than in an experiment before it.", "Give different backends different names."));
            }
        }
        ConfigException.ThrowIfAny(problems);
        return backends;
    }

    private static bool AreOne(BackendConfig one, BackendConfig other) =>
        (one.Device, one.Engines, one.Mode) == (other.Device, other.Engines, other.Mode)
        && one.Hardware.Intersect(other.Hardware).All(hardware => one.EnginesPerDevice(hardware) == other.EnginesPerDevice(hardware));

    private static BackendConfig Join(BackendConfig one, BackendConfig other) => one with
    {
        Hardware = [.. one.Hardware.Union(other.Hardware)],
        PerDevice = one.PerDevice.Concat(other.PerDevice).DistinctBy(size => size.Key).ToDictionary(),
    };
}
