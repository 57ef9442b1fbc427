namespace RecPipe.Accelerator.Timing;

/// <summary>Everything about the time of a stage that is neither the hardware nor the stage.</summary>
public sealed record TimingOptions
{
    public TimingMode Mode { get; init; } = TimingMode.Corrected;

    /// <summary>Which corrections corrected mode makes; parity mode makes none.</summary>
    public Corrections Corrections { get; init; } = Corrections.All;

    public SortPlace Sort { get; init; } = SortPlace.Device;

    /// <inheritdoc cref="StageWork.HitRate"/>
    public double HitRate { get; init; } = StageWork.PublishedHitRate;

    /// <inheritdoc cref="StageWork.FlashRate"/>
    public double FlashRate { get; init; }

    /// <summary>Weights of other models that are to stay on chip too, bytes.</summary>
    public long OtherWeightBytes { get; init; }

    /// <summary>Whether a correction is made.</summary>
    public bool Makes(Corrections correction) => Mode == TimingMode.Corrected && Corrections.HasFlag(correction);
}
