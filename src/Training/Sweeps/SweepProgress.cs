namespace RecPipe.Training.Sweeps;

/// <summary>Where a sweep is.</summary>
/// <param name="Done">Share of all runs, 0 to 1; a part of the one that trains counts in part.</param>
/// <param name="Run">Runs finished, those of earlier processes included.</param>
/// <param name="Runs">Of how many.</param>
/// <param name="Finished">What has just been finished in this process; null in between.</param>
public sealed record SweepProgress(double Done, int Run, int Runs, SweepOutcome? Finished);
