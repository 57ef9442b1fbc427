namespace RecPipe.Cli.Verify;

/// <summary>Predicted against measured at one offered load.</summary>
internal sealed record VerifiedLoad
{
    /// <summary>Queries/s.</summary>
    public required double Rate { get; init; }

    /// <summary>Of the predicted capacity.</summary>
    public required double Share { get; init; }

    public required Latencies Predicted { get; init; }

    public required IReadOnlyList<VerifiedRun> Runs { get; init; }

    /// <summary>Medians over the runs.</summary>
    public Latencies Measured => Latencies.MedianOf([.. Runs.Select(run => run.Measured)]);

    /// <summary>Of the predicted p95, relative to the median of the measured ones: 0.1 is 10 % too high.</summary>
    public double P95Error => Predicted.P95Ms / Measured.P95Ms - 1;

    /// <summary>How far the measured p95 themselves are apart: (largest - smallest) / median.</summary>
    public double P95Spread => (Runs.Max(run => run.Measured.P95Ms) - Runs.Min(run => run.Measured.P95Ms)) / Measured.P95Ms;
}
