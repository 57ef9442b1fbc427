using RecPipe.Models.Families;

namespace RecPipe.Training.Sweeps;

/// <summary>One configuration of a sweep: its cost, its quality as the mean over the seeds, and whether another beats it.</summary>
public sealed record SweepPoint
{
    public required DlrmConfig Config { get; init; }

    public required DlrmCost Cost { get; init; }

    /// <summary>Seeds it was trained with; those that diverged count for nothing.</summary>
    public required int Seeds { get; init; }

    /// <summary>Null when training diverged.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Null when training diverged.</summary>
    public double? Auc { get; init; }

    /// <summary>Nats; null when training diverged.</summary>
    public double? LogLoss { get; init; }

    /// <summary>Largest less smallest of the seeds' quality, in the measure the fronts are of.</summary>
    public double? Spread { get; init; }

    /// <summary>Time of all seeds.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>No other is as good with fewer multiply-accumulates, or better with as many.</summary>
    public bool OnFrontOfMacs { get; init; }

    /// <summary>The same by the published count, which leaves out the first top layer.</summary>
    public bool OnFrontAsPlotted { get; init; }

    /// <summary>The same by the bytes of all parameters.</summary>
    public bool OnFrontOfBytes { get; init; }
}
