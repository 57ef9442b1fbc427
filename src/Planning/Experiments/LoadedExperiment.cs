using RecPipe.Accelerator.Shapes;
using RecPipe.Accelerator.Timing;
using RecPipe.Planning.Backends;
using RecPipe.Planning.Designs;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Planning.Experiments;

/// <summary>An experiment that has been checked, with the models it names.</summary>
/// <param name="File">Where it was read.</param>
/// <param name="Experiment">Models by their names, also where the file names files.</param>
/// <param name="Models">All models of its cascades by name.</param>
/// <param name="Files">Where its files are.</param>
public sealed record LoadedExperiment(string File, Experiment Experiment, IReadOnlyDictionary<string, ModelShape> Models, ExperimentFiles Files)
{
    /// <summary>Where the configuration of each model was read, by the model's name.</summary>
    public required IReadOnlyDictionary<string, string> ModelFiles { get; init; }

    /// <summary>All its designs, none twice.</summary>
    /// <exception cref="ConfigException">There are none, or too many.</exception>
    public IReadOnlyList<Design> Designs(DesignMode mode) => DesignSpace.List(File, Experiment, Models, mode);

    /// <summary>Its hardware; the artefact's timing model in parity mode, whatever the backends say.</summary>
    /// <exception cref="ConfigException">A backend names none, or a file is wrong.</exception>
    public HardwareCatalog Hardware(DesignMode mode)
    {
        ConfigException.ThrowIfAny(
        [
            .. Experiment.Backends.Index().Where(entry => entry.Item.Hardware.Count == 0).Select(entry => new ConfigProblem(
                File, $"backends[{entry.Index}].hardware", $"There are no times of \"{entry.Item.Name}\".", $"Name a hardware file, here or as --hardware {entry.Item.Name}=FILE: `recpipe profile` makes one of this machine."))
        ]);
        return new(Backends(mode), Models, Files.Hardware);
    }

    /// <summary>Its backends; accelerators run the artefact's timing model in parity mode.</summary>
    public IReadOnlyList<BackendConfig> Backends(DesignMode mode) => mode == DesignMode.Parity
        ? [.. Experiment.Backends.Select(backend => backend with { Mode = TimingMode.Parity })]
        : Experiment.Backends;
}
