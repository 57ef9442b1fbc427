using RecPipe.Accelerator.Timing;

namespace RecPipe.Planning.Experiments;

/// <summary>A kind of hardware and how much of it there is.</summary>
public sealed record BackendConfig
{
    /// <summary>What cascades call it.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Hardware files, or names of shipped ones. A measured device has one. An accelerator has one a size it can be built in:
    /// "rpaccel-4" is a quarter of the area of "rpaccel-1".
    /// </summary>
    public required IReadOnlyList<string> Hardware { get; init; }

    /// <summary>Engines there are to share among the stages; of an accelerator, whole devices' areas.</summary>
    public int Engines { get; init; } = 1;

    /// <summary>Which timing model an accelerator runs.</summary>
    public TimingMode Mode { get; init; } = TimingMode.Corrected;
}
