using RecPipe.Planning.Experiments;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Cli.Sweeps;

/// <summary>Other hardware than an experiment names, as the command line gives it: "cpu=my-machine.json".</summary>
internal static class HardwareChoices
{
    /// <exception cref="ConfigException">A choice is not BACKEND=FILE, or there is no such backend.</exception>
    public static Experiment Apply(Experiment experiment, IReadOnlyList<string> choices)
    {
        Dictionary<string, string> files = [];
        foreach (string choice in choices)
        {
            int split = choice.IndexOf('=', StringComparison.Ordinal);
            string backend = split < 0 ? choice : choice[..split];
            if (split < 1 || split == choice.Length - 1)
                throw new ConfigException(choice, "--hardware", "It is not BACKEND=FILE.", "Write for example cpu=my-machine.json.");
            if (experiment.Backends.All(entry => entry.Name != backend))
                throw new ConfigException(choice, "--hardware", $"There is no backend \"{backend}\".", $"Backends are: {string.Join(", ", experiment.Backends.Select(entry => entry.Name))}.");
            files[backend] = choice[(split + 1)..];
        }
        return experiment with
        {
            Backends = [.. experiment.Backends.Select(backend => files.TryGetValue(backend.Name, out string? file)
                ? backend with { Hardware = [file], PerDevice = new Dictionary<string, int>() }
                : backend)],
        };
    }
}
