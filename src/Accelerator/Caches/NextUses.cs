namespace RecPipe.Accelerator.Caches;

/// <summary>When each access's row is read again.</summary>
internal static class NextUses
{
    /// <summary>What stands for "never again": beyond every window.</summary>
    public const int Never = int.MaxValue;

    /// <summary>[accesses]: the place of the next access to the same row.</summary>
    public static int[] Of(ReadOnlySpan<int> ids, int keys)
    {
        int[] upcoming = new int[keys], next = GC.AllocateUninitializedArray<int>(ids.Length);
        Array.Fill(upcoming, Never);
        for (int t = ids.Length - 1; t >= 0; t--)
        {
            ref int use = ref upcoming[ids[t]];
            next[t] = use;
            use = t;
        }
        return next;
    }
}
