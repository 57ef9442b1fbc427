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
        yield return (8.0 * trace.Length, LookAhead);
        yield return (3.0 * trace.Length, Lru);
        foreach (int[] lanes in rows.Chunk(FifoSweep.Lanes))
            yield return (1.0 * trace.Length, _ => Fifo(lanes));
        yield return (0.5 * trace.Length, _ => Static());
    }

    private void LookAhead(CancellationToken cancellationToken)
    {
        foreach (int[] some in rows.Chunk(LookAheadSweep.MaxCapacities))
        {
            long[] hits = LookAheadSweep.Hits(trace, some, window, warm: true, cancellationToken);
            Set(CachePolicy.LookAhead, some, i => hits[i], trace.Length);
        }
    }

    private void Lru(CancellationToken cancellationToken)
    {
        MissRatioCurve curve = MissRatioCurve.Exact(trace, warm: true, cancellationToken);
        Set(CachePolicy.Lru, rows, i => curve.Hits(rows[i]), trace.Length);
    }

    private void Fifo(int[] lanes)
    {
        FifoSweep sweep = new(trace.Keys, lanes);
        sweep.Access(trace.Ids);
        int[] hits = sweep.Access(trace.Ids);
        Set(CachePolicy.Fifo, lanes, i => hits[i], trace.Length);
    }

    private void Static()
    {
        int half = trace.Length / 2;
        long[] hits = StaticSweep.Hits(trace.Ids.AsSpan(0, half), trace.Ids.AsSpan(half), trace.Keys, rows);
        Set(CachePolicy.Static, rows, i => hits[i], trace.Length - half);
    }

    private void Set(CachePolicy policy, int[] capacities, Func<int, double> hits, int accesses)
    {
        for (int i = 0; i < capacities.Length; i++)
            Rates[policy, capacities[i]] = hits(i) / accesses;
    }
}
