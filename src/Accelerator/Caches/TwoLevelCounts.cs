namespace RecPipe.Accelerator.Caches;

/// <summary>What a run of accesses met.</summary>
/// <param name="L1Hits">Found on chip.</param>
/// <param name="DramHits">Not on chip, found in DRAM.</param>
/// <param name="DramMisses">In neither.</param>
/// <param name="OutcomeHash">64-bit FNV-1a over one byte an access, its <see cref="Outcome"/>.</param>
public readonly record struct TwoLevelCounts(long L1Hits, long DramHits, long DramMisses, ulong OutcomeHash)
{
    public long L1Misses => DramHits + DramMisses;
}
