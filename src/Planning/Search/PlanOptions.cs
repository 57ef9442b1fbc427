using RecPipe.Simulation.Replications;

namespace RecPipe.Planning.Search;

/// <summary>How carefully a planner simulates.</summary>
public sealed record PlanOptions
{
    /// <summary>A design whose busiest stage would be busier than this counts as saturated: it has no steady state to plan with.</summary>
    public double MostUtilisation { get; init; } = 0.97;

    /// <summary>First look at a design that may be on the front: only far enough to see that it is not.</summary>
    public ReplicationOptions Screening { get; init; } = new() { Queries = 1_000, WarmUp = 500, Least = 8, Most = 8 };

    /// <summary>What is known of every design that is shown, recommended, or rules another one out.</summary>
    public ReplicationOptions Simulation { get; init; } = new() { Queries = 10_000, WarmUp = 4_000, Precision = 0.02, Least = 8, Most = 64 };

    /// <summary>Of all chances; the same seed, options and space give the same plan on any number of cores.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Runners-up that are named.</summary>
    public int RunnersUp { get; init; } = 5;
}
