using RecPipe.Ranking.Stages;

namespace RecPipe.Ranking.Pipelines;

/// <summary>A pipeline's answer to a query. An expected failure is a value: look at <see cref="Status"/> first.</summary>
public sealed record RankedList
{
    public required StageStatus Status { get; init; }

    /// <summary>What went wrong and where; empty when <see cref="Status"/> is <see cref="StageStatus.Ok"/>.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Candidate ids, best first.</summary>
    public ReadOnlyMemory<int> Candidates { get; init; }

    /// <summary>One score per candidate, of the last completed stage.</summary>
    public ReadOnlyMemory<float> Scores { get; init; }

    /// <summary>True when a stage failed or the time ran out and this is an earlier stage's ranking.</summary>
    public bool Degraded => DegradedReason.Length > 0;

    /// <summary>Why it is degraded; empty otherwise.</summary>
    public string DegradedReason { get; init; } = "";

    /// <summary>One per stage that was tried, in order.</summary>
    public IReadOnlyList<StageTrace> Stages { get; init; } = [];

    /// <summary>Time in the gateway.</summary>
    public TimeSpan Total { get; init; }

    public static RankedList Failed(StageStatus status, string detail) => new() { Status = status, Detail = detail };
}
