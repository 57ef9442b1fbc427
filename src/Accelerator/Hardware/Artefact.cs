namespace RecPipe.Accelerator.Hardware;

/// <summary>
/// What the published artefact's hardware file says where physics says otherwise: latencies in cycles, one size of on-chip
/// memory and port for every array, a quarter of the bandwidth due to its smallest design. Clock and array size are shared.
/// </summary>
public sealed record Artefact
{
    public required double DramLatencyCycles { get; init; }

    public required double DramBandwidthGiBps { get; init; }

    public required double FlashLatencyCycles { get; init; }

    /// <summary>Layers are loaded in slices of this size.</summary>
    public required long WeightSramBytes { get; init; }

    public required double SramBytesPerCycle { get; init; }
}
