using RecPipe.Accelerator.Hardware;
using RecPipe.Accelerator.Shapes;

namespace RecPipe.Accelerator.Timing;

/// <summary>Cycles of the dot interaction on the blocks of the array; see <see cref="Corrections.Interaction"/> for the formula.</summary>
internal static class InteractionArray
{
    /// <param name="hardware">The accelerator.</param>
    /// <param name="model">Whose interaction.</param>
    /// <param name="vectors">How many meet: the rows an item reads and its dense vector.</param>
    /// <param name="items">Batch.</param>
    public static double Cycles(RpAccel hardware, ModelShape model, int vectors, int items)
    {
        if (model.InteractionMacs == 0)
            return 0;
        int width = (int)(model.InteractionMacs / ((long)vectors * vectors));
        int side = hardware.ArrayBlockSize;
        long blocks = (long)(hardware.ArraySize / side) * (hardware.ArraySize / side);
        int together = Math.Max(1, Math.Min(side / width, side / vectors));
        long rounds = (items - 1) / (blocks * together) + 1;
        long passes = (long)Tiles.Across(width, side) * Tiles.Across(vectors, side);
        return (double)rounds * passes * Math.Max(vectors, together * Math.Min(width, side)) + 2 * side;
    }
}
