using RecPipe.Accelerator.Shapes;

namespace RecPipe.Accelerator.Arrays;

/// <summary>
/// Cycles a systolic array takes for a fully connected layer, in closed form: equal to those of the cycle-level simulator
/// SCALE-Sim that the paper compared with. No allocation, constant time.
/// </summary>
public static class SystolicArray
{
    /// <summary>Cycles for one layer on a square array.</summary>
    /// <param name="dataflow">What stays in the array.</param>
    /// <param name="side">Processing elements a side.</param>
    /// <param name="layer">The layer, both widths at least 1.</param>
    /// <param name="batch">Items, at least 1.</param>
    public static long Cycles(Dataflow dataflow, int side, LayerShape layer, long batch) => Cycles(dataflow, side, side, layer, batch);

    /// <inheritdoc cref="Cycles(Dataflow, int, LayerShape, long)"/>
    /// <param name="dataflow">What stays in the array.</param>
    /// <param name="rows">Processing elements down.</param>
    /// <param name="columns">Processing elements across.</param>
    /// <param name="layer">The layer, both widths at least 1.</param>
    /// <param name="batch">Items, at least 1.</param>
    public static long Cycles(Dataflow dataflow, int rows, int columns, LayerShape layer, long batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(layer.Inputs, 1, nameof(layer));
        ArgumentOutOfRangeException.ThrowIfLessThan(layer.Outputs, 1, nameof(layer));
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        return dataflow switch
        {
            Dataflow.WeightStationary => Stationary(rows, columns, layer.Inputs, layer.Outputs, batch, endsEarly: 0),
            Dataflow.InputStationary => Stationary(rows, columns, layer.Inputs, batch, layer.Outputs, endsEarly: 1),
            Dataflow.OutputStationary => OutputStationary(rows, columns, layer.Inputs, layer.Outputs, batch),
            _ => throw new ArgumentOutOfRangeException(nameof(dataflow)),
        };
    }

    /// <summary>The reduction runs down the rows; `held` vectors are spread over the columns and `streamed` ones pass by.</summary>
    private static long Stationary(int rows, int columns, long reduction, long held, long streamed, int endsEarly) => reduction > rows
        ? Tiled(rows, columns, reduction, held, streamed, endsEarly)
        : Packed(rows, columns, reduction, held, streamed, endsEarly);

    /// <summary>Sum over row tiles r and column tiles c of streamed + 2 r + c: shift in, stream, drain.</summary>
    private static long Tiled(int rows, int columns, long reduction, long held, long streamed, int endsEarly)
    {
        long down = CeilingDivide(reduction, rows), across = CeilingDivide(held, columns);
        return down * across * (streamed - endsEarly) + 2 * reduction * across + held * down;
    }

    /// <summary>A reduction shorter than the array leaves room for several windows of held vectors below each other.</summary>
    private static long Packed(int rows, int columns, long reduction, long held, long streamed, int endsEarly)
    {
        long windows = rows / reduction, group = windows * columns;
        long fullGroups = (held - 1) / group;
        long last = held - fullGroups * group;
        long lastWindows = CeilingDivide(last, columns);
        return fullGroups * Fold(windows, columns) + Fold(lastWindows, lastWindows > 1 ? columns : last);

        long Fold(long used, long drained) => streamed + used * reduction + reduction + drained - endsEarly;
    }

    private static long OutputStationary(int rows, int columns, long reduction, long outputs, long batch)
    {
        long down = CeilingDivide(batch, rows), across = CeilingDivide(outputs, columns);
        long lastRows = batch - (down - 1) * rows, lastColumns = outputs - (across - 1) * columns;
        return (down * across - 1) * Math.Max(reduction, rows) + reduction + lastRows + lastColumns - 1;
    }

    private static long CeilingDivide(long value, long by) => (value + by - 1) / by;
}
