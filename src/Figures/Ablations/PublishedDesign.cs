using RecPipe.Accelerator.Hardware;
using RecPipe.Accelerator.Timing;

namespace RecPipe.Figures.Ablations;

/// <summary>What the published timing model says of the published design: as many slices a stage as the device has for it.</summary>
/// <param name="LatencySeconds">A query on idle slices.</param>
/// <param name="MaxThroughput">Queries/s of the slowest stage's slices together.</param>
public sealed record PublishedDesign(double LatencySeconds, double MaxThroughput)
{
    public static PublishedDesign Of(IReadOnlyList<DeviceStage> stages, RpAccel device)
    {
        DevicePipeline pipeline = DevicePipeline.Time(stages, new TimingOptions { Mode = TimingMode.Parity }, DevicePlacement.Separate);
        double slowest = stages.Select((stage, i) => pipeline.Stages[i].LatencySeconds / Slices(stage)).Max();
        return new PublishedDesign(pipeline.LatencySeconds, 1 / slowest);

        // The published search gives each stage floor(slices / stages) of them.
        int Slices(DeviceStage stage) => Math.Max(1, device.ArraySize / stage.Hardware.ArraySize * (device.ArraySize / stage.Hardware.ArraySize) / stages.Count);
    }
}
