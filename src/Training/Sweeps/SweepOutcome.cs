using RecPipe.Models.Families;

namespace RecPipe.Training.Sweeps;

/// <summary>One configuration, trained with one seed and judged on the rows held out.</summary>
public sealed record SweepOutcome
{
    public required DlrmConfig Config { get; init; }

    public required int Seed { get; init; }

    /// <summary>Share of held-out rows whose likelier label is theirs; null when training diverged.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Area under the ROC curve; null when training diverged.</summary>
    public double? Auc { get; init; }

    /// <summary>Mean binary cross entropy, nats; null when training diverged.</summary>
    public double? LogLoss { get; init; }

    /// <summary>Training speed; null when training diverged.</summary>
    public double? RowsPerSecond { get; init; }

    /// <summary>Time it took, judging included.</summary>
    public required TimeSpan Duration { get; init; }
}
