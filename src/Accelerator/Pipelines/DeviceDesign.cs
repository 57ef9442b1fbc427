using RecPipe.Accelerator.Hardware;

namespace RecPipe.Accelerator.Pipelines;

/// <summary>A pipeline laid out on one device.</summary>
public sealed record DeviceDesign
{
    /// <summary>The whole device.</summary>
    public required RpAccel Hardware { get; init; }

    public required IReadOnlyList<DesignStage> Stages { get; init; }

    public required DeviceFeatures Features { get; init; }

    /// <summary>
    /// Blocks of the array each stage has; all stages have all of them in turn without <see cref="DeviceFeatures.SubArrays"/>.
    /// </summary>
    public required IReadOnlyList<int> Blocks { get; init; }

    /// <summary>Parts a query runs in; 1 without <see cref="DeviceFeatures.SubBatches"/>.</summary>
    public required int SubBatches { get; init; }

    public bool Has(DeviceFeatures feature) => Features.HasFlag(feature);
}
