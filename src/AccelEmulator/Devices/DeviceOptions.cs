using RecPipe.Accelerator.Timing;

namespace RecPipe.AccelEmulator.Devices;

/// <summary>One emulated device as its user describes it.</summary>
public sealed record DeviceOptions
{
    /// <summary>What metrics and logs call it; the hardware's own name when left out.</summary>
    public string? Name { get; init; }

    /// <summary>A hardware file (configs/hardware/*.json): a modelled accelerator, or a table of measured times.</summary>
    public string Hardware { get; init; } = "";

    /// <summary>Which timing model a modelled accelerator runs; a table of measured times has only itself.</summary>
    public TimingMode Mode { get; init; } = TimingMode.Corrected;

    /// <summary>Share of embedding rows that a modelled accelerator finds on chip, 0 to 1; see `recpipe accel cache`.</summary>
    public double HitRate { get; init; } = StageWork.PublishedHitRate;

    /// <summary>What-if values that replace numbers of the hardware file, "name=value" each.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>Equal units (sub-accelerators, GPUs) behind the device's one queue, each as the hardware file says: 1 to 1024.</summary>
    public int Units { get; init; } = 1;

    /// <summary>Queries that may wait for a unit, beyond those that run: 1 to 65,536. The next one is refused.</summary>
    public int QueueCapacity { get; init; } = 64;

    /// <summary>Models it serves; left out, all that no other device names.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];
}
