namespace RecPipe.Evaluation.Cascades;

/// <summary>One stage of a cascade.</summary>
/// <param name="Model">Place of its model in the scores.</param>
/// <param name="Keep">Survivors, at least 1; more than there are candidates keeps them all.</param>
public readonly record struct CascadeStage(int Model, int Keep);
