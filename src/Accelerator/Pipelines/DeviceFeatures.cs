namespace RecPipe.Accelerator.Pipelines;

/// <summary>
/// What RPAccel adds to an accelerator that ranks whole queries with one model on one array (RecPipe, MICRO 2021). The published
/// timing model has none of them but a cheaper sort; what each means here is said beside it and in docs/accelerator.md.
/// </summary>
[Flags]
public enum DeviceFeatures
{
    None = 0,

    /// <summary>Streaming units keep the best as scores leave the array; survivors go to the next stage without the host.</summary>
    TopKUnits = 1,

    /// <summary>The memory for embedding rows holds the most frequent ones instead of the most recent.</summary>
    StaticCache = 2,

    /// <summary>The array splits: one part a stage, all parts equal, working at the same time on different queries.</summary>
    SubArrays = 4,

    /// <summary>The parts are as large as their stages need (needs <see cref="SubArrays"/>).</summary>
    UnequalShares = 8,

    /// <summary>A query runs in parts: a stage starts on the first part's survivors (needs <see cref="TopKUnits"/>).</summary>
    SubBatches = 16,

    /// <summary>The rows that waiting candidates need are gathered while the array still computes.</summary>
    LookAheadCache = 32,

    All = TopKUnits | StaticCache | SubArrays | UnequalShares | SubBatches | LookAheadCache,
}
