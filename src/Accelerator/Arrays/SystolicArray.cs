using RecPipe.Accelerator.Shapes;

namespace RecPipe.Accelerator.Arrays;

/// <summary>
/// A fully connected layer on a systolic array, in closed form: equal to what the cycle-level simulator SCALE-Sim (its
/// first version, arXiv:1811.02883), which the paper compared with, counts cycle by cycle. No allocation; constant time but for
/// <see cref="MappingUtilisation"/> of the output-stationary dataflow, which takes a term for each column tile.
/// </summary>
public static class SystolicArray
{
    /// <summary>Cycles for one layer on a square array.</summary>
    /// <param name="dataflow">What stays in the array.</param>
    /// <param name="side">Processing elements a side.</param>
    /// <param name="layer">The layer, both widths at least 1.</param>
    /// <param name="batch">Items, at least 1.</param>
    public static long Cycles(Dataflow dataflow, int side, LayerShape layer, long batch) => Cycles(dataflow, ArraySize.Square(side), layer, batch);

    /// <inheritdoc cref="Cycles(Dataflow, int, LayerShape, long)"/>
    /// <param name="dataflow">What stays in the array.</param>
    /// <param name="array">Size of the array.</param>
    /// <param name="layer">The layer, both widths at least 1.</param>
    /// <param name="batch">Items, at least 1.</param>
    public static long Cycles(Dataflow dataflow, ArraySize array, LayerShape layer, long batch)
    {
        Check(array, layer, batch);
        return dataflow == Dataflow.OutputStationary ? Outputs(array, layer, batch).Cycles : Stationary(dataflow, array, layer, batch).Cycles;
    }

    /// <summary>Cycles of the published timing model: tiles x (fill + items), no packing of narrow layers, weights already there.</summary>
    /// <inheritdoc cref="Cycles(Dataflow, int, LayerShape, long)"/>
    public static long AnalyticalCycles(int side, LayerShape layer, long batch)
    {
        Check(ArraySize.Square(side), layer, batch);
        long tiles = new Tiling(layer.Inputs, side).Count * new Tiling(layer.Outputs, side).Count;
        return (Math.Min(layer.Outputs, side) + Math.Min(layer.Inputs, side) + batch) * tiles;
    }

    /// <summary>Share of the array that is mapped, averaged over the cycles, in (0, 1]: mapped is not the same as multiplying.</summary>
    /// <inheritdoc cref="Cycles(Dataflow, ArraySize, LayerShape, long)"/>
    public static double MappingUtilisation(Dataflow dataflow, ArraySize array, LayerShape layer, long batch)
    {
        Check(array, layer, batch);
        if (dataflow == Dataflow.OutputStationary)
            return Outputs(array, layer, batch).MappingUtilisation;
        StationaryRun run = Stationary(dataflow, array, layer, batch);
        return run.MappedElementCycles / ((double)array.Macs * run.Cycles);
    }

    /// <summary>Cycles if every element multiplied in every cycle.</summary>
    /// <inheritdoc cref="Cycles(Dataflow, ArraySize, LayerShape, long)"/>
    public static double IdealCycles(ArraySize array, LayerShape layer, long batch) => (double)layer.Macs * batch / array.Macs;

    /// <summary>Words moved at the array's edge and between the buffers and memory.</summary>
    /// <param name="dataflow">What stays in the array.</param>
    /// <param name="array">Size of the array.</param>
    /// <param name="layer">The layer, both widths at least 1.</param>
    /// <param name="batch">Items, at least 1.</param>
    /// <param name="memory">Buffers beside the array.</param>
    public static ArrayTraffic Traffic(Dataflow dataflow, ArraySize array, LayerShape layer, long batch, ArrayMemory memory)
    {
        Check(array, layer, batch);
        ArgumentOutOfRangeException.ThrowIfLessThan(memory.WordBytes, 1, nameof(memory));
        long ifmap = memory.IfmapBytes / memory.WordBytes, filter = memory.FilterBytes / memory.WordBytes, ofmap = memory.OfmapBytes / memory.WordBytes;
        if (dataflow == Dataflow.OutputStationary)
        {
            OutputStationaryRun outputs = Outputs(array, layer, batch);
            return new(outputs.ItemReads, outputs.WeightReads, outputs.OutputWrites, 0, outputs.ItemFetches(ifmap), outputs.WeightFetches(filter), outputs.OutputWrites, 0);
        }
        StationaryRun run = Stationary(dataflow, array, layer, batch);
        long spills = run.OutputSpills(ofmap), refills = spills - batch * layer.Outputs;
        return dataflow == Dataflow.WeightStationary
            ? new(run.StreamedReads, run.HeldReads, run.OutputWrites, run.PartialSumReads, run.StreamedFetches(ifmap), run.HeldReads, spills, refills)
            : new(run.HeldReads, run.StreamedReads, run.OutputWrites, run.PartialSumReads, run.HeldReads, run.StreamedFetches(filter), spills, refills);
    }

    private static StationaryRun Stationary(Dataflow dataflow, ArraySize array, LayerShape layer, long batch) => dataflow switch
    {
        Dataflow.WeightStationary => new(array, layer.Inputs, layer.Outputs, batch, Early: 0),
        Dataflow.InputStationary => new(array, layer.Inputs, batch, layer.Outputs, Early: 1),
        _ => throw new ArgumentOutOfRangeException(nameof(dataflow)),
    };

    private static OutputStationaryRun Outputs(ArraySize array, LayerShape layer, long batch) => new(array, layer.Inputs, layer.Outputs, batch);

    private static void Check(ArraySize array, LayerShape layer, long batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(array.Rows, 1, nameof(array));
        ArgumentOutOfRangeException.ThrowIfLessThan(array.Columns, 1, nameof(array));
        ArgumentOutOfRangeException.ThrowIfLessThan(layer.Inputs, 1, nameof(layer));
        ArgumentOutOfRangeException.ThrowIfLessThan(layer.Outputs, 1, nameof(layer));
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
    }
}
