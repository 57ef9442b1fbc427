namespace RecPipe.Ranking.Stages;

/// <summary>A stage worker could not be asked what it serves.</summary>
public sealed class StageUnreachableException(string worker, Exception inner)
    : Exception($"The worker {worker} does not answer: {inner.Message}", inner);
