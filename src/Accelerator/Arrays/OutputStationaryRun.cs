namespace RecPipe.Accelerator.Arrays;

/// <summary>
/// A layer on an array whose elements each sum up one output: items down, outputs across. Column tiles come one after the
/// other, within each the tiles of items.
/// </summary>
/// <param name="Array">Size of the array.</param>
/// <param name="Reduction">Length of the sums.</param>
/// <param name="Outputs">Width out.</param>
/// <param name="Batch">Items.</param>
internal readonly record struct OutputStationaryRun(ArraySize Array, long Reduction, long Outputs, long Batch)
{
    private Tiling Down => new(Batch, Array.Rows);

    private Tiling Across => new(Outputs, Array.Columns);

    /// <summary>What SCALE-Sim reports: the later of its last read and its last write, which it follows separately.</summary>
    public long Cycles => Math.Max(ReadCycles, WriteCycles);

    /// <summary>The rows read items one cycle after another, the columns weights; the simulator stops once both are through.</summary>
    private long ReadCycles
    {
        get
        {
            Tiling down = Down, across = Across;
            long all = across.Count * down.Count * Reduction;
            long weights = all + across.Last - 1;
            if (across.Count > 1)
                weights = Math.Max(weights, all - down.Count * Reduction + across.Size - 1);
            if (Reduction == 1)
                return weights;
            long items = all + down.Last - 1;
            if (down.Count > 1)
                items = Math.Max(items, all - Reduction + down.Size - 1);
            return Math.Max(weights, items);
        }
    }

    /// <summary>
    /// A fold's rows are written one a cycle, once the last column has its sum. Folds of items follow at the longer of the
    /// reduction and the rows. From one column tile to the next the simulator advances by rows - 1 cycles too few, though
    /// never into the writes before: the cycles of <see cref="Cycles"/> are therefore a little below those of a real array.
    /// </summary>
    private long WriteCycles
    {
        get
        {
            Tiling down = Down, across = Across;
            long first = Reduction + Math.Min(Outputs, Array.Columns) - 1;
            long items = across.Count * (down.Count - 1) * Math.Max(Reduction, Array.Rows);
            long turn = Reduction - down.Last + 1;
            long turns = across.Count > 1
                ? (across.Count - 2) * Math.Max(down.Last, turn) + Math.Max(down.Last, turn + across.Last - across.Size)
                : 0;
            return first + items + turns + down.Last;
        }
    }

    /// <summary>
    /// Share of rows reading times share of columns reading, averaged over the simulator's read cycles. Where the sums are
    /// only a few terms long and the last tile of items is partial, the simulator may let rows wait longer than counted here.
    /// </summary>
    public double MappingUtilisation
    {
        get
        {
            Tiling down = Down, across = Across;
            long all = across.Count * down.Count * Reduction;
            Int128 sum = WithColumns(new Wave(0, down.Last, 0, all));
            if (down.Count > 1 && down.Last < down.Size)
            {
                for (long tile = 0; tile < across.Count; tile++)
                    sum += WithColumns(new Wave(down.Last, down.Size - down.Last, tile * down.Count * Reduction, (down.Count - 1) * Reduction));
            }
            return (double)sum / ((double)Array.Macs * ReadCycles);
        }
    }

    public long ItemReads => Batch * Reduction * Across.Count;

    public long WeightReads => Reduction * Outputs * Down.Count;

    public long OutputWrites => Batch * Outputs;

    public long ItemFetches(long capacity) => new Tiling(Batch, Batch).WordsFetched(Reduction, Across.Count, capacity);

    public long WeightFetches(long capacity) => Across.WordsFetched(Reduction, Down.Count, capacity);

    private Int128 WithColumns(Wave rows)
    {
        Tiling down = Down, across = Across;
        long all = across.Count * down.Count * Reduction;
        Int128 sum = rows.CommonCycles(new Wave(0, across.Last, 0, all));
        return across.Count > 1 && across.Last < across.Size
            ? sum + rows.CommonCycles(new Wave(across.Last, across.Size - across.Last, 0, all - down.Count * Reduction))
            : sum;
    }
}
