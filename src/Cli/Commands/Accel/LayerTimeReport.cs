using RecPipe.Accelerator.Timing;

namespace RecPipe.Cli.Commands.Accel;

/// <summary>One layer as `accel time` prints it, cycles.</summary>
/// <param name="LayerIn">Inputs.</param>
/// <param name="LayerOut">Outputs.</param>
/// <param name="WeightLoadCycles">Weights from DRAM.</param>
/// <param name="ArrayCycles">The systolic array.</param>
/// <param name="OverlappedCycles">What of the load happens while the array works.</param>
/// <param name="LayerTotalCycles">Load and array less what overlaps.</param>
internal sealed record LayerTimeReport(int LayerIn, int LayerOut, double WeightLoadCycles, double ArrayCycles, double OverlappedCycles, double LayerTotalCycles)
{
    public static LayerTimeReport Of(LayerTime time) => new(
        time.Layer.Inputs, time.Layer.Outputs, time.Cycles.WeightLoad, time.Cycles.Array, time.Cycles.Overlapped, time.Cycles.Total);
}
