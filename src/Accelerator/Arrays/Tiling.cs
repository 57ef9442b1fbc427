namespace RecPipe.Accelerator.Arrays;

/// <summary>A width cut into tiles of at most a given size; only the last may be narrower.</summary>
internal readonly record struct Tiling
{
    public Tiling(long width, long size)
    {
        Width = width;
        Size = size;
        Count = (width + size - 1) / size;
        Last = width - (Count - 1) * size;
    }

    public long Width { get; }

    public long Size { get; }

    public long Count { get; }

    /// <summary>Width of the last tile.</summary>
    public long Last { get; }

    /// <summary>Sum of the squared widths.</summary>
    public long Squares => (Count - 1) * Size * Size + Last * Last;

    /// <summary>Words that reading every tile several times over brings from outside, when a buffer keeps a whole tile or nothing of it.</summary>
    /// <param name="depth">Words for each of the width.</param>
    /// <param name="sweeps">How often a tile is read.</param>
    /// <param name="capacity">Words of the buffer.</param>
    public long WordsFetched(long depth, long sweeps, long capacity)
    {
        long full = (Count - 1) * Size * depth, last = Last * depth;
        return full * (Size * depth <= capacity ? 1 : sweeps) + last * (last <= capacity ? 1 : sweeps);
    }
}
