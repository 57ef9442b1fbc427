using RecPipe.Ranking.Stages;

namespace RecPipe.Ranking.Pipelines;

/// <summary>What one stage did for one query.</summary>
public sealed record StageTrace
{
    public required string Stage { get; init; }

    public required string Model { get; init; }

    /// <summary>The worker that answered, or the one that failed last; empty when none was asked.</summary>
    public string Worker { get; init; } = "";

    public required StageStatus Status { get; init; }

    public int CandidatesIn { get; init; }

    /// <summary>Survivors; 0 when the stage failed.</summary>
    public int CandidatesOut { get; init; }

    /// <summary>Time spent waiting for an engine.</summary>
    public TimeSpan Queue { get; init; }

    /// <summary>Time from the first engine starting to the last one finishing.</summary>
    public TimeSpan Compute { get; init; }

    /// <summary>Time of the call less queue and compute time: transport, serialization, scheduling and earlier attempts.</summary>
    public TimeSpan Network { get; init; }

    /// <summary>Calls made, retries and hedges included; 0 when none was.</summary>
    public int Attempts { get; init; }
}
