namespace RecPipe.Planning.Sweeps;

/// <summary>One design under one load: a line of a sweep's results. Times in milliseconds, rates in queries/s.</summary>
public sealed record SweptPoint
{
    /// <summary><see cref="Designs.Design.Key"/>.</summary>
    public required string Design { get; init; }

    /// <summary>Offered.</summary>
    public required double Rate { get; init; }

    /// <summary>The load is more than the design can answer: there is no steady state, and latencies, if any, say how long was watched.</summary>
    public bool Saturated { get; init; }

    /// <summary>Null when nothing was run.</summary>
    public double? MeanMs { get; init; }

    public double? P50Ms { get; init; }

    public double? P95Ms { get; init; }

    public double? P99Ms { get; init; }

    /// <summary>Half the width of the 95th percentile's confidence interval; null when it is unknown.</summary>
    public double? P95HalfWidthMs { get; init; }

    /// <summary>Answered; of a saturated design that was not run, the most it can answer.</summary>
    public required double Throughput { get; init; }

    /// <summary>Share of queries answered in full.</summary>
    public double Complete { get; init; } = 1;

    /// <summary>Of each stage's engines, 0 to 1; empty when it is unknown.</summary>
    public IReadOnlyList<double> Utilisation { get; init; } = [];

    /// <summary>Why the point is not to be trusted; null when it is.</summary>
    public string? Invalid { get; init; }
}
