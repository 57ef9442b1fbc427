namespace RecPipe.Accelerator.Caches;

/// <summary>How a cache did.</summary>
/// <param name="Accesses">Accesses counted.</param>
/// <param name="Hits">Of these, to rows it held.</param>
public readonly record struct CacheCounts(long Accesses, long Hits)
{
    public long Misses => Accesses - Hits;

    /// <summary>In [0, 1]; 0 without accesses.</summary>
    public double HitRate => Accesses == 0 ? 0 : (double)Hits / Accesses;
}
