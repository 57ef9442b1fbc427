namespace RecPipe.Simulation.Replications;

/// <summary>How long and how often a simulated pipeline is run.</summary>
public sealed record ReplicationOptions
{
    /// <summary>Queries that count, of each replication.</summary>
    public long Queries { get; init; } = 20_000;

    /// <summary>Queries before them, until the pipeline has forgotten that it began empty.</summary>
    public long WarmUp { get; init; } = 4_000;

    /// <summary>Replications are added until each watched percentile is known this well, relative to itself...</summary>
    public double Precision { get; init; } = 0.01;

    /// <summary>...but never fewer than this,</summary>
    public int Least { get; init; } = 8;

    /// <summary>nor more than this.</summary>
    public int Most { get; init; } = 256;

    /// <summary>Percentiles of latency whose precision is watched.</summary>
    public IReadOnlyList<double> Percentiles { get; init; } = [50, 95, 99];

    public ulong Seed { get; init; } = 1;

    /// <summary>Threads; 0 is one a core. Does not change the result.</summary>
    public int Threads { get; init; }
}
