using RecPipe.Planning.Designs;
using RecPipe.Planning.Experiments;

namespace RecPipe.Planning.Search;

/// <summary>What a design takes of an experiment's backends.</summary>
internal sealed class DesignCost(IReadOnlyList<BackendConfig> backends)
{
    private readonly Dictionary<string, BackendConfig> _backends = backends.ToDictionary(backend => backend.Name);

    /// <summary>Devices used of each backend: cores, GPUs, accelerators.</summary>
    public IReadOnlyDictionary<string, double> Devices(Design design) => design.Stages
        .GroupBy(stage => stage.Backend)
        .ToDictionary(stages => stages.Key, stages => stages.Sum(stage => (double)stage.Engines / _backends[stages.Key].EnginesPerDevice(stage.Hardware)));

    /// <summary>Devices used over devices there are, added over the backends.</summary>
    public double Share(IReadOnlyDictionary<string, double> devices) => devices.Sum(used => used.Value / _backends[used.Key].Engines);
}
