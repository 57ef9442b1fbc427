using RecPipe.Accelerator.Timing;

namespace RecPipe.Planning.Experiments;

/// <summary>A kind of hardware and how much of it there is.</summary>
public sealed record BackendConfig
{
    /// <summary>What cascades call it.</summary>
    public required string Name { get; init; }

    /// <summary>What its engines are.</summary>
    public DeviceKind Device { get; init; } = DeviceKind.Cpu;

    /// <summary>
    /// Hardware files, or names of shipped ones: what one engine can be. An accelerator has one a size it can be built in. May be
    /// empty for <see cref="DeviceKind.Cpu"/>: such an experiment runs live only.
    /// </summary>
    public IReadOnlyList<string> Hardware { get; init; } = [];

    /// <summary>Whole devices (of a CPU: cores) to share among the stages that run here.</summary>
    public int Engines { get; init; } = 1;

    /// <summary>Engines of a hardware that fit on one whole device: { "rpaccel-4": 4 }. 1 for those that are not listed.</summary>
    public IReadOnlyDictionary<string, int> PerDevice { get; init; } = new Dictionary<string, int>();

    /// <summary>Which timing model an accelerator runs.</summary>
    public TimingMode Mode { get; init; } = TimingMode.Corrected;

    /// <summary>Engines of a hardware that fit on one whole device.</summary>
    public int EnginesPerDevice(string hardware) => PerDevice.GetValueOrDefault(hardware, 1);
}
