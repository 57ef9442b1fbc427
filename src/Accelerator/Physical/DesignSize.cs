namespace RecPipe.Accelerator.Physical;

/// <summary>What of an accelerator can be scaled. The defaults are the paper's.</summary>
public sealed record DesignSize
{
    /// <summary>Processing elements a side, at least 1.</summary>
    public int ArraySide { get; init; } = 128;

    public long WeightSramBytes { get; init; } = 4 << 20;

    public long ActivationSramBytes { get; init; } = 4 << 20;

    public long EmbeddingSramBytes { get; init; } = 16 << 20;
}
