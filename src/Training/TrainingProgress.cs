namespace RecPipe.Training;

/// <summary>Where training is.</summary>
/// <param name="Done">Share of all steps, 0 to 1.</param>
/// <param name="Epoch">From 1.</param>
/// <param name="RowsPerSecond">Since the start.</param>
/// <param name="Loss">Mean binary cross entropy of the rows since the last report, each scored before it was learned from.</param>
/// <param name="Auc">Area under the ROC curve of the same rows.</param>
public sealed record TrainingProgress(double Done, int Epoch, double RowsPerSecond, double Loss, double Auc);
