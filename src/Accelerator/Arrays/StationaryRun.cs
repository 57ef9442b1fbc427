namespace RecPipe.Accelerator.Arrays;

/// <summary>
/// A layer on an array that holds one operand (weights or activations) and streams the other. The reduction runs down the
/// rows; every column holds one vector. A reduction longer than the array is cut into tiles whose partial sums are added
/// outside. A shorter one leaves room for several windows of vectors below each other.
/// </summary>
/// <param name="Array">Size of the array.</param>
/// <param name="Reduction">Length of every vector.</param>
/// <param name="Held">Vectors that are held.</param>
/// <param name="Streamed">Vectors that stream past.</param>
/// <param name="Early">Cycles a fold ends before its last output is registered: SCALE-Sim counts 0 for weights, 1 for activations.</param>
internal readonly record struct StationaryRun(ArraySize Array, long Reduction, long Held, long Streamed, int Early)
{
    private bool IsTiled => Reduction > Array.Rows;

    private Tiling Down => new(Reduction, Array.Rows);

    private Tiling Across => new(Held, Array.Columns);

    /// <summary>Vectors a fold of windows holds.</summary>
    private Tiling Groups => new(Held, Array.Rows / Reduction * Array.Columns);

    /// <summary>
    /// Tiled: the sum over row tiles r and column tiles c of streamed + 2 r + c: shift in, stream, drain. In windows: each of
    /// the p windows is shifted in after the other, then all work together.
    /// </summary>
    public long Cycles
    {
        get
        {
            if (IsTiled)
            {
                Tiling down = Down, across = Across;
                return down.Count * across.Count * (Streamed - Early) + 2 * Reduction * across.Count + Held * down.Count;
            }
            Tiling groups = Groups;
            return (groups.Count - 1) * GroupCycles(groups.Size) + GroupCycles(groups.Last);
        }
    }

    /// <summary>Sum over the cycles of the elements that hold something.</summary>
    public double MappedElementCycles
    {
        get
        {
            if (IsTiled)
            {
                Tiling down = Down, across = Across;
                return (double)(Streamed - Early) * Reduction * Held + 2.0 * down.Squares * Held + (double)Reduction * across.Squares;
            }
            Tiling groups = Groups;
            return (double)Reduction * ((double)(groups.Count - 1) * groups.Size * GroupCycles(groups.Size) + (double)groups.Last * GroupCycles(groups.Last));
        }
    }

    /// <summary>Words read into the array for the streamed operand: every column tile and every window reads its own.</summary>
    public long StreamedReads => Streamed * Reduction * Across.Count;

    public long HeldReads => Held * Reduction;

    /// <summary>Every row tile writes a partial sum.</summary>
    public long OutputWrites => Streamed * Held * Down.Count;

    /// <summary>Every row tile but the first adds to what the one before it wrote.</summary>
    public long PartialSumReads => Streamed * Held * (Down.Count - 1);

    /// <summary>Words of the streamed operand from outside, with a buffer of so many words: all of it once, or once a fold.</summary>
    public long StreamedFetches(long capacity) =>
        new Tiling(Streamed, Streamed).WordsFetched(Reduction, IsTiled ? Across.Count : Groups.Count, capacity);

    /// <summary>Words of partial sums and outputs sent outside, with a buffer of so many words.</summary>
    public long OutputSpills(long capacity) => Across.WordsFetched(Streamed, Down.Count, capacity);

    private long GroupCycles(long vectors)
    {
        long windows = new Tiling(vectors, Array.Columns).Count;
        return Streamed + windows * Reduction + Reduction + (windows > 1 ? Array.Columns : vectors) - Early;
    }
}
