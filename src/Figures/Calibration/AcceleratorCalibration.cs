namespace RecPipe.Figures.Calibration;

/// <summary>What the published emulation adds to the modelled accelerator, in milliseconds.</summary>
public sealed record AcceleratorCalibration
{
    public required GeneratorCalibration Generator { get; init; }

    /// <summary>Into each stage's queue, between two processes.</summary>
    public required double HopMs { get; init; }

    /// <summary>How much longer than the model says an engine sleeps.</summary>
    public required double SleepMs { get; init; }
}
