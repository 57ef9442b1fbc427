namespace RecPipe.Training;

/// <summary>
/// The order in which an epoch visits the rows: a seeded shuffle within windows and of the windows, so that a store larger
/// than memory is still read nearly in sequence.
/// </summary>
internal static class RowOrder
{
    private const int Window = 1 << 18;

    /// <summary>Every row in [0, rows) once.</summary>
    public static IEnumerable<int> Of(int rows, int seed, int epoch)
    {
        Random random = new(unchecked(seed * 1_000_003 + epoch));
        int[] starts = [.. Enumerable.Range(0, (rows + Window - 1) / Window).Select(i => i * Window)];
        random.Shuffle(starts);
        int[] window = new int[Math.Min(rows, Window)];
        foreach (int start in starts)
        {
            Span<int> order = window.AsSpan(0, Math.Min(Window, rows - start));
            for (int i = 0; i < order.Length; i++)
                order[i] = start + i;
            random.Shuffle(order);
            for (int i = 0; i < Math.Min(Window, rows - start); i++)
                yield return window[i];
        }
    }
}
