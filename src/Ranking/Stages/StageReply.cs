namespace RecPipe.Ranking.Stages;

/// <summary>A stage's answer. An expected failure is a value: look at <see cref="Status"/> first.</summary>
public sealed record StageReply
{
    public required StageStatus Status { get; init; }

    /// <summary>What went wrong and where; empty when <see cref="Status"/> is <see cref="StageStatus.Ok"/>.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Survivors, best first: positions in the request's candidate list.</summary>
    public ReadOnlyMemory<int> Positions { get; init; }

    /// <summary>One score per survivor.</summary>
    public ReadOnlyMemory<float> Scores { get; init; }

    /// <summary>Time spent waiting for an engine; of an emulated device in the device's time, not the host's.</summary>
    public TimeSpan Queue { get; init; }

    /// <summary>Time from the first engine starting to the last one finishing; of an emulated device in the device's time.</summary>
    public TimeSpan Compute { get; init; }

    /// <summary>
    /// How long after the modelled time an emulated device's answer left, by the host's clock: the error of the emulation.
    /// Zero for real hardware.
    /// </summary>
    public TimeSpan Late { get; init; }

    /// <summary>Name of the worker that answered; empty when none did.</summary>
    public string Worker { get; init; } = "";

    public static StageReply Failed(StageStatus status, string detail, string worker = "") =>
        new() { Status = status, Detail = detail, Worker = worker };
}
