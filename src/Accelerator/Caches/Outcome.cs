namespace RecPipe.Accelerator.Caches;

/// <summary>Where a row was found.</summary>
public enum Outcome : byte
{
    /// <summary>In the on-chip cache.</summary>
    L1Hit = 0,

    /// <summary>In DRAM.</summary>
    DramHit = 1,

    /// <summary>In flash only.</summary>
    DramMiss = 2,
}
