namespace RecPipe.Accelerator.Caches;

/// <summary>A cache that holds the rows that were most frequent in training, and never changes.</summary>
public static class StaticSweep
{
    /// <summary>Hits of static caches of several capacities.</summary>
    /// <param name="training">Whose most frequent rows are held; ties are settled by which was seen first.</param>
    /// <param name="accesses">What is then read. The same rows have the same numbers in both.</param>
    /// <param name="keys">Distinct rows.</param>
    /// <param name="capacities">Rows each holds, in any order.</param>
    public static long[] Hits(ReadOnlySpan<int> training, ReadOnlySpan<int> accesses, int keys, ReadOnlySpan<int> capacities)
    {
        long[] served = HitsOfMostFrequent(training, accesses, keys);
        long[] hits = new long[capacities.Length];
        for (int i = 0; i < hits.Length; i++)
            hits[i] = served[Math.Min(capacities[i], keys)];
        return hits;
    }

    /// <summary>[n]: accesses to the n rows that training read most.</summary>
    internal static long[] HitsOfMostFrequent(ReadOnlySpan<int> training, ReadOnlySpan<int> accesses, int keys)
    {
        int[] trained = Count(training, keys), read = Count(accesses, keys);
        // Counting down, then up: the rows sort by falling count and rising number as one long.
        long[] order = new long[keys];
        for (int id = 0; id < keys; id++)
            order[id] = ((long)(int.MaxValue - trained[id]) << 32) | (uint)id;
        Array.Sort(order);
        long[] served = new long[keys + 1];
        for (int n = 0; n < keys; n++)
            served[n + 1] = served[n] + (trained[(int)(uint)order[n]] == 0 ? 0 : read[(int)(uint)order[n]]);
        return served;
    }

    private static int[] Count(ReadOnlySpan<int> ids, int keys)
    {
        int[] counts = new int[keys];
        foreach (int id in ids)
            counts[id]++;
        return counts;
    }
}
