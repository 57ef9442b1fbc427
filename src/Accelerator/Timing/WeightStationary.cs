using RecPipe.Accelerator.Shapes;

namespace RecPipe.Accelerator.Timing;

/// <summary>
/// Cycles of a weight-stationary systolic array for a fully connected layer, as SCALE-Sim's walk over every cycle counts them, in
/// closed form. A tile of r x c weights is shifted in (r), then n items stream through and drain (n + r + c).
/// </summary>
internal static class WeightStationary
{
    /// <param name="layer">Inputs map to rows, outputs to columns.</param>
    /// <param name="items">Batch.</param>
    /// <param name="side">Of the array.</param>
    public static double Cycles(LayerShape layer, int items, int side) =>
        layer.Inputs > side ? Tiled(layer, items, side) : Packed(layer, items, side);

    /// <summary>Sum of n + 2r + c over all tiles: row tiles add up to the inputs, column tiles to the outputs.</summary>
    private static double Tiled(LayerShape layer, int items, int side)
    {
        long rows = Tiles.Across(layer.Inputs, side);
        long columns = Tiles.Across(layer.Outputs, side);
        return rows * columns * items + 2L * layer.Inputs * columns + (long)layer.Outputs * rows;
    }

    /// <summary>A layer that leaves rows free has several windows of itself, one above the other, each with its own outputs.</summary>
    private static double Packed(LayerShape layer, int items, int side)
    {
        long group = (long)(side / layer.Inputs) * side;
        long full = layer.Outputs / group;
        long rest = layer.Outputs % group;
        return full * Group(layer.Inputs, group, items, side) + (rest == 0 ? 0 : Group(layer.Inputs, rest, items, side));
    }

    private static long Group(long inputs, long outputs, int items, int side)
    {
        long windows = (outputs - 1) / side + 1;
        return items + (windows + 1) * inputs + (windows > 1 ? side : outputs);
    }
}
