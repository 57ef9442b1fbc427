namespace RecPipe.Accelerator.Timing;

/// <summary>What each correction does to the time of a query through a pipeline, alone and left out.</summary>
public static class CorrectionAblation
{
    /// <summary>One step each; first the published model ("parity"), last the corrected one.</summary>
    /// <param name="stages">In order, each on the slice the published design gives it.</param>
    /// <param name="placement">Where they run.</param>
    public static IReadOnlyList<CorrectionStep> Run(IReadOnlyList<DeviceStage> stages, DevicePlacement placement)
    {
        double Seconds(Corrections corrections) =>
            DevicePipeline.Time(stages, new TimingOptions { Corrections = corrections }, placement).LatencySeconds;

        double published = Seconds(Corrections.None), corrected = Seconds(Corrections.All);
        return
        [
            new("parity", published, corrected),
            .. CorrectionNames.Each.Select(one => new CorrectionStep(CorrectionNames.Of(one), Seconds(one), Seconds(Corrections.All & ~one))),
            new("corrected", corrected, published),
        ];
    }
}
