namespace RecPipe.Accelerator.Caches.Study;

/// <summary>Measures every policy at every capacity on the accesses of one stage, as pieces of work that may run side by side.</summary>
/// <param name="trace">The accesses.</param>
/// <param name="rows">Distinct rows the caches hold, ascending, each above 0.</param>
/// <param name="window">Accesses known ahead.</param>
internal sealed class StageSweep(AccessTrace trace, int[] rows, int window)
{
    public StageHitRates Rates { get; } = new();

    /// <summary>The work, each piece with its rough cost.</summary>
    public IEnumerable<(double Cost, Action<CancellationToken> Run)> Work()
    {
        yield return Piece(8, CachePolicy.LookAhead, rows);
        yield return Piece(3, CachePolicy.Lru, rows);
        foreach (int[] lanes in rows.Chunk(FifoSweep.Lanes))
            yield return Piece(1, CachePolicy.Fifo, lanes);
        yield return Piece(0.5, CachePolicy.Static, rows);
    }

    private (double Cost, Action<CancellationToken> Run) Piece(double cost, CachePolicy policy, int[] capacities)
    {
        return (cost * trace.Length, Measure);

        void Measure(CancellationToken cancellationToken)
        {
            CacheCounts[] counts = new CacheSimulation { Policy = policy, Window = window, Warm = true }.Run(trace, capacities, cancellationToken);
            for (int i = 0; i < capacities.Length; i++)
                Rates[policy, capacities[i]] = counts[i].HitRate;
        }
    }
}
