namespace RecPipe.LoadGen.Capacity;

/// <summary>Bounds of a search for the maximum throughput.</summary>
public sealed record MaxThroughputOptions
{
    /// <summary>Queries in flight in the first step, at least 1; doubled from step to step.</summary>
    public int FirstCopies { get; init; } = 2;

    /// <summary>The search ends here even if throughput still rises. Keep below what the service queues, or it refuses.</summary>
    public int MostCopies { get; init; } = 64;

    /// <summary>How long each step measures, over 0.</summary>
    public TimeSpan StepDuration { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Before each step, not measured.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>A step must answer this share more than the best before it, or it is the last. At least 0.</summary>
    public double SmallestRise { get; init; } = 0.03;
}
