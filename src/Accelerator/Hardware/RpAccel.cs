namespace RecPipe.Accelerator.Hardware;

/// <summary>
/// An RPAccel, whole or one slice of it, in physical units: Hz, ns, bytes, GiB and GiB/s (2^30 bytes a second).
/// Hardware files of kind "rpaccel".
/// </summary>
public sealed record RpAccel : HardwareDescription
{
    public const string Kind = "rpaccel";

    /// <summary>Core clock, Hz.</summary>
    public required double FrequencyHz { get; init; }

    /// <summary>Multiply-accumulate units a row and a column of the systolic array.</summary>
    public required int ArraySize { get; init; }

    /// <summary>
    /// Side of the blocks the array is built of (the synthesised unit of the published area figures is 32 x 32); products that
    /// are small and many, as those of the interaction, run on the blocks separately. At most <see cref="ArraySize"/>.
    /// </summary>
    public required int ArrayBlockSize { get; init; }

    /// <summary>On-chip memory for weights, bytes.</summary>
    public required long WeightSramBytes { get; init; }

    /// <summary>On-chip memory for embedding rows, bytes.</summary>
    public required long EmbeddingSramBytes { get; init; }

    /// <summary>Width of the port of the embedding memory, bytes a core cycle.</summary>
    public required double SramBytesPerCycle { get; init; }

    public required double DramBandwidthGiBps { get; init; }

    public required double DramLatencyNs { get; init; }

    /// <summary>Smallest piece a DRAM read moves, bytes.</summary>
    public required int DramBurstBytes { get; init; }

    public required double DramCapacityGiB { get; init; }

    public required double FlashBandwidthGiBps { get; init; }

    public required double FlashLatencyNs { get; init; }

    public required double FlashCapacityGiB { get; init; }

    public required double PcieBandwidthGiBps { get; init; }

    /// <summary>Before the first byte of a transfer moves, either way.</summary>
    public required double PcieLatencyNs { get; init; }

    /// <summary>Scores the filter looks at in a core cycle.</summary>
    public required double FilterItemsPerCycle { get; init; }

    /// <summary>Values of the published artefact where they differ or have other units; parity mode needs them.</summary>
    public Artefact? Artefact { get; init; }

    /// <summary>
    /// One of several equal slices: array, on-chip memory, its port and DRAM bandwidth in proportion. The published model divides only
    /// array and bandwidth; the values it keeps are in <see cref="Artefact"/>.
    /// </summary>
    /// <param name="slices">The square of a whole number that divides the array's side: 4, 16, ...</param>
    /// <exception cref="ArgumentException">The array cannot be cut so.</exception>
    public RpAccel Slice(int slices)
    {
        int across = (int)Math.Sqrt(slices);
        if (slices < 1 || across * across != slices || ArraySize % across != 0)
            throw new ArgumentException($"An array of {ArraySize} x {ArraySize} cannot be cut into {slices} equal squares.", nameof(slices));
        return this with
        {
            Name = $"{Name} / {slices}",
            ArraySize = ArraySize / across,
            ArrayBlockSize = Math.Min(ArrayBlockSize, ArraySize / across),
            WeightSramBytes = WeightSramBytes / slices,
            EmbeddingSramBytes = EmbeddingSramBytes / slices,
            SramBytesPerCycle = SramBytesPerCycle / slices,
            DramBandwidthGiBps = DramBandwidthGiBps / slices,
            Artefact = Artefact is null ? null : Artefact with { DramBandwidthGiBps = Artefact.DramBandwidthGiBps / slices },
        };
    }

    /// <summary>Core clock period, ns.</summary>
    public double NanosecondsPerCycle => 1e9 / FrequencyHz;
}
