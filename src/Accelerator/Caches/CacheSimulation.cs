namespace RecPipe.Accelerator.Caches;

/// <summary>Runs an access trace through caches of one policy and several capacities.</summary>
public sealed record CacheSimulation
{
    /// <summary>How they choose what to hold.</summary>
    public required CachePolicy Policy { get; init; }

    /// <summary>Whether they have seen the whole trace once before it counts, as in the published study. (A static cache never has.)</summary>
    public bool Warm { get; init; }

    /// <summary>Accesses a look-ahead cache knows ahead of each.</summary>
    public int Window { get; init; }

    /// <summary>Share of the trace, its first part, that a static cache is trained on; it is measured on the rest.</summary>
    public double TrainingShare { get; init; } = 0.5;

    /// <summary>Simulates.</summary>
    /// <param name="trace">The accesses.</param>
    /// <param name="capacities">Rows each cache holds, at least 0.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One for each capacity.</returns>
    public CacheCounts[] Run(AccessTrace trace, IReadOnlyList<int> capacities, CancellationToken cancellationToken = default) => Policy switch
    {
        CachePolicy.Fifo => Fifo(trace, capacities, cancellationToken),
        CachePolicy.Lru => Lru(trace, capacities, cancellationToken),
        CachePolicy.Static => Static(trace, capacities),
        CachePolicy.LookAhead => LookAhead(trace, capacities, cancellationToken),
        _ => throw new InvalidOperationException($"{Policy} is no policy."),
    };

    private CacheCounts[] Fifo(AccessTrace trace, IReadOnlyList<int> capacities, CancellationToken cancellationToken) =>
    [
        .. capacities.Chunk(FifoSweep.Lanes).SelectMany(lanes =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            FifoSweep sweep = new(trace.Keys, lanes);
            if (Warm)
                sweep.Access(trace.Ids);
            return sweep.Access(trace.Ids)[..lanes.Length].Select(hits => new CacheCounts(trace.Length, hits));
        }),
    ];

    private CacheCounts[] Lru(AccessTrace trace, IReadOnlyList<int> capacities, CancellationToken cancellationToken)
    {
        MissRatioCurve curve = MissRatioCurve.Exact(trace, Warm, cancellationToken);
        return [.. capacities.Select(capacity => new CacheCounts(trace.Length, (long)curve.Hits(capacity)))];
    }

    private CacheCounts[] Static(AccessTrace trace, IReadOnlyList<int> capacities)
    {
        int training = (int)(trace.Length * TrainingShare);
        ReadOnlySpan<int> ids = trace.Ids;
        return [.. StaticSweep.Hits(ids[..training], ids[training..], trace.Keys, [.. capacities]).Select(hits => new CacheCounts(trace.Length - training, hits))];
    }

    private CacheCounts[] LookAhead(AccessTrace trace, IReadOnlyList<int> capacities, CancellationToken cancellationToken) =>
    [
        .. capacities.Chunk(LookAheadSweep.MaxCapacities)
            .SelectMany(some => LookAheadSweep.Hits(trace, some, Window, Warm, cancellationToken))
            .Select(hits => new CacheCounts(trace.Length, hits)),
    ];
}
