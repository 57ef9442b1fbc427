namespace RecPipe.Ranking.Pipelines;

/// <summary>What a pipeline answers when it cannot complete.</summary>
public enum DegradedPolicy
{
    /// <summary>The last completed stage's ranking, marked degraded.</summary>
    Answer,

    /// <summary>The failing stage's status.</summary>
    Refuse,
}
