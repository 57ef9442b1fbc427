namespace RecPipe.Accelerator.Caches;

/// <summary>Accesses to embedding rows in order, the rows numbered 0, 1, 2, ... as they are first seen.</summary>
/// <param name="Ids">Which row each access reads, each in [0, <paramref name="Keys"/>).</param>
/// <param name="Keys">Distinct rows.</param>
/// <param name="Group">Accesses an item: the tables it reads. Whole items survive a stage.</param>
public sealed record AccessTrace(int[] Ids, int Keys, int Group = 1)
{
    /// <summary>Accesses.</summary>
    public int Length => Ids.Length;

    /// <summary>Items.</summary>
    public int Items => Ids.Length / Group;

    /// <summary>The trace of (table, row) keys.</summary>
    /// <param name="keys">In access order, made by <see cref="CacheKey.Of"/>.</param>
    /// <param name="group">Accesses an item.</param>
    public static AccessTrace Of(ReadOnlySpan<ulong> keys, int group = 1)
    {
        KeyNumbering numbering = new();
        int[] ids = new int[keys.Length];
        for (int i = 0; i < ids.Length; i++)
            ids[i] = numbering.IdOf(keys[i]);
        return new AccessTrace(ids, numbering.Count, group);
    }

    /// <summary>The first items of this trace.</summary>
    /// <param name="items">How many.</param>
    public AccessTrace Prefix(int items) => Renumbered(Ids.AsSpan(0, items * Group));

    /// <summary>A trace of some accesses of this one.</summary>
    internal AccessTrace Renumbered(ReadOnlySpan<int> accesses)
    {
        int[] number = new int[Keys], ids = new int[accesses.Length];
        int keys = 0;
        for (int i = 0; i < ids.Length; i++)
        {
            ref int plusOne = ref number[accesses[i]];
            if (plusOne == 0)
                plusOne = ++keys;
            ids[i] = plusOne - 1;
        }
        return new AccessTrace(ids, keys, Group);
    }
}
