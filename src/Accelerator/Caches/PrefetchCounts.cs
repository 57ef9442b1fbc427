namespace RecPipe.Accelerator.Caches;

/// <summary>How a look-ahead cache that fetches ahead did.</summary>
/// <param name="Accesses">Accesses in all.</param>
/// <param name="Hits">To rows still held from their last access: DRAM delivered nothing.</param>
/// <param name="OnTime">To rows that were fetched ahead: DRAM delivered them, nobody waited.</param>
public readonly record struct PrefetchCounts(long Accesses, long Hits, long OnTime)
{
    /// <summary>To rows that had to be waited for.</summary>
    public long Late => Accesses - Hits - OnTime;
}
