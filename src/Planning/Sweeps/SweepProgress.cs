namespace RecPipe.Planning.Sweeps;

/// <summary>Where a sweep is.</summary>
/// <param name="Done">Points that are known, those of earlier processes included.</param>
/// <param name="Points">Of how many.</param>
public readonly record struct SweepProgress(int Done, int Points);
