namespace RecPipe.Accelerator.Caches;

/// <summary>
/// The artefact's gather time from the miss rates of a <see cref="TwoLevelCache"/> (its "online" mode, which its own pipeline
/// never reaches): DRAM and flash work side by side, hits are read from SRAM afterwards.
/// </summary>
public sealed record OnlineMemory
{
    /// <summary>Bytes a cycle that SRAM delivers.</summary>
    private const int SramBytesPerCycle = 64;

    public required double ClockNanoseconds { get; init; }

    public required double DramLatencyCycles { get; init; }

    public required double DramGibibytesPerSecond { get; init; }

    public required double FlashLatencyCycles { get; init; }

    public required double FlashGibibytesPerSecond { get; init; }

    /// <summary>Cycles to gather a query's rows, in double precision in the artefact's order.</summary>
    /// <param name="bytes">Embedding bytes of the query.</param>
    /// <param name="lookups">Rows of the query (rows an item times items): what both rates are divided by, however many accesses there were.</param>
    /// <param name="counts">What its accesses met.</param>
    public double GatherCycles(double bytes, long lookups, TwoLevelCounts counts)
    {
        double l1MissRate = (double)counts.L1Misses / lookups;
        double dramMissRate = (double)counts.DramMisses / lookups;
        double dram = bytes * l1MissRate / BytesPerNanosecond(DramGibibytesPerSecond) / ClockNanoseconds;
        if (bytes > 0)
            dram = DramLatencyCycles + dram;
        double flash = dramMissRate > 0
            ? FlashLatencyCycles + bytes * dramMissRate / BytesPerNanosecond(FlashGibibytesPerSecond) / ClockNanoseconds
            : 0;
        return Math.Max(flash, dram) + bytes * (1 - l1MissRate) / SramBytesPerCycle;
    }

    private static double BytesPerNanosecond(double gibibytesPerSecond) => gibibytesPerSecond * (1L << 30) / 1e9;
}
