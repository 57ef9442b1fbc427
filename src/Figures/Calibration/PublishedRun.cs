namespace RecPipe.Figures.Calibration;

/// <summary>A run as the published system makes it: so many queries at one interval, from an idle start until the last is answered.</summary>
public sealed record RunSpec
{
    /// <summary>Engines of the server, shared equally by the stages on it.</summary>
    public const int ServerEngines = 32;

    public required IReadOnlyList<RunStage> Stages { get; init; }

    /// <summary>Mean of the drawn gaps, milliseconds; the generator's own time comes on top.</summary>
    public required double IntervalMs { get; init; }

    /// <summary>2,000 on the server, 10,000 with accelerators.</summary>
    public required int Queries { get; init; }

    /// <summary>Whether its stages are accelerators, which another program emulates.</summary>
    public bool OnAccelerator => Stages[0].Device == RunDevice.Accelerator;
}

/// <summary>A run with what was measured in it.</summary>
/// <param name="Row">Of its table, from 1.</param>
/// <param name="Log">The published log it is from.</param>
/// <param name="Spec">What was run.</param>
public sealed record PublishedRun(int Row, string Log, RunSpec Spec)
{
    /// <summary>From the first query to the last answer.</summary>
    public required double Seconds { get; init; }

    /// <summary>Mean latency, seconds.</summary>
    public required double Mean { get; init; }

    /// <summary>Seconds.</summary>
    public required double P95 { get; init; }

    /// <summary>Mean time of each stage without queueing, seconds; empty where it was not measured.</summary>
    public IReadOnlyList<double> StageMeans { get; init; } = [];
}
