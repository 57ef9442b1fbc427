namespace RecPipe.Accelerator.Caches;

/// <summary>
/// The published artefact's online hierarchy: an on-chip cache before DRAM, which caches flash. A row that L1 lacks is put
/// there, and into DRAM if DRAM lacks it too; an L1 hit does not touch DRAM's order. The artefact's keys are bare row numbers
/// without a table, so tables hit on each other's rows: pass those for parity, <see cref="CacheKey.Of"/> otherwise.
/// (The artefact's insertion would append a key that is present a second time. Every caller looks first, so no key ever is.)
/// </summary>
/// <param name="l1">On chip.</param>
/// <param name="dram">Behind it.</param>
public sealed class TwoLevelCache(IEmbeddingCache l1, IEmbeddingCache dram)
{
    private const ulong FnvOffset = 0xcbf29ce484222325, FnvPrime = 0x100000001b3;
    private readonly KeyNumbering _numbering = new();

    /// <summary>Rows on chip.</summary>
    public long L1Entries => l1.Entries;

    /// <summary>Rows in DRAM.</summary>
    public long DramEntries => dram.Entries;

    /// <summary>The two caches of the artefact, which takes capacities that are no whole number: what fits is the floor.</summary>
    /// <param name="l1Entries">Rows on chip.</param>
    /// <param name="dramEntries">Rows in DRAM.</param>
    /// <param name="lru">True for the artefact's unused recency tracking, false for first in, first out, as it ships.</param>
    public static TwoLevelCache Parity(double l1Entries, double dramEntries, bool lru)
    {
        return new(Make(l1Entries), Make(dramEntries));

        IEmbeddingCache Make(double entries)
        {
            long capacity = (long)Math.Floor(entries);
            return lru ? new LruCache(capacity) : new FifoCache(capacity);
        }
    }

    /// <summary>Reads rows in order.</summary>
    /// <param name="keys">Which.</param>
    public TwoLevelCounts Access(ReadOnlySpan<ulong> keys)
    {
        Span<long> counts = stackalloc long[3];
        counts.Clear();
        ulong hash = FnvOffset;
        foreach (ulong key in keys)
        {
            Outcome outcome = Access(_numbering.IdOf(key));
            counts[(int)outcome]++;
            hash = (hash ^ (ulong)outcome) * FnvPrime;
        }
        return new(counts[0], counts[1], counts[2], hash);
    }

    private Outcome Access(int id)
    {
        if (l1.Access(id))
            return Outcome.L1Hit;
        return dram.Access(id) ? Outcome.DramHit : Outcome.DramMiss;
    }
}
