namespace RecPipe.Cli.Verify;

/// <summary>Predicted against measured at one offered load.</summary>
internal sealed record VerifiedLoad
{
    /// <summary>Queries/s.</summary>
    public required double Rate { get; init; }

    /// <summary>Of the predicted capacity.</summary>
    public required double Share { get; init; }

    /// <summary>By today's hardware file.</summary>
    public required Latencies Predicted { get; init; }

    /// <summary>What the plan itself promised; null at another load than its own, and where it promised nothing.</summary>
    public Latencies? Planned { get; init; }

    public required IReadOnlyList<VerifiedRun> Runs { get; init; }

    /// <summary>Medians over the runs.</summary>
    public Latencies Measured => Latencies.MedianOf([.. Runs.Select(run => run.Measured)]);

    /// <summary>Of the planned p95, or the predicted one, relative to the median of the measured ones: 0.1 is 10 % too high.</summary>
    public double P95Error => (Planned ?? Predicted).P95Ms / Measured.P95Ms - 1;

    /// <summary>Share of the queries without an answer.</summary>
    public double Failed => (double)Runs.Sum(run => run.Failed) / Runs.Sum(run => run.Answered + run.Failed);

    /// <summary>How far the measured p95 themselves are apart: (largest - smallest) / median.</summary>
    public double P95Spread => (Runs.Max(run => run.Measured.P95Ms) - Runs.Min(run => run.Measured.P95Ms)) / Measured.P95Ms;
}
