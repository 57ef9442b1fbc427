namespace RecPipe.Training.Sweeps;

/// <summary>What the fronts of a sweep are of.</summary>
public enum SweepQuality
{
    /// <summary>As in Figure 2 of the paper.</summary>
    Accuracy,

    Auc,

    LogLoss,
}
