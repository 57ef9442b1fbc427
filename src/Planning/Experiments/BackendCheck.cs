using RecPipe.Planning.Designs;

namespace RecPipe.Planning.Experiments;

/// <summary>What can be wrong with an experiment's backends: each for itself, and as too little for a cascade.</summary>
internal static class BackendCheck
{
    private const int MostEngines = 4096;

    public static void Run(Experiment experiment, ExperimentFindings findings)
    {
        if (experiment.Backends.Count == 0)
            findings.Add("backends", "The space is empty: there are no backends.", "Give at least one.");
        findings.AddRepeated("backends", experiment.Backends, backend => backend.Name);
        for (int i = 0; i < experiment.Backends.Count; i++)
            Run(experiment.Backends[i], $"backends[{i}]", findings);
    }

    /// <summary>Whether a cascade finds an engine for each stage.</summary>
    public static bool Fits(PlacedCascade cascade) => cascade.Backends.GroupBy(backend => backend.Name)
        .All(stages => EngineShares.Of(stages.First(), stages.Count(), DesignMode.Corrected).Any());

    private static void Run(BackendConfig backend, string field, ExperimentFindings findings)
    {
        if (backend.Name.Length == 0)
            findings.Add($"{field}.name", "It is empty.", "Call it what cascades call it.");
        ExperimentCheck.InRange($"{field}.engines", backend.Engines, 1, MostEngines, findings);
        if (backend.Hardware.Count == 0 && backend.Device != DeviceKind.Cpu)
            findings.Add($"{field}.hardware", "There is none.", "Name at least one hardware file.");
        findings.AddRepeated($"{field}.hardware", backend.Hardware, hardware => hardware);
        foreach ((string hardware, int engines) in backend.PerDevice)
        {
            if (!backend.Hardware.Contains(hardware))
                findings.Add($"{field}.perDevice.{hardware}", "It is not among the hardware.", "Name it in hardware, or remove it here.");
            ExperimentCheck.InRange($"{field}.perDevice.{hardware}", engines, 1, MostEngines, findings);
        }
        int[] sizes = [.. backend.Hardware.Select(backend.EnginesPerDevice).Where(size => size > 0).Order()];
        for (int i = 1; i < sizes.Length; i++)
        {
            if (sizes[i] % sizes[i - 1] != 0)
                findings.Add($"{field}.perDevice", $"{sizes[i]} engines a device and {sizes[i - 1]} do not fit beside each other.", "Each number is a multiple of the next smaller one.");
        }
    }
}
