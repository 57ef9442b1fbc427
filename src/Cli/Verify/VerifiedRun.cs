namespace RecPipe.Cli.Verify;

/// <summary>One measurement.</summary>
internal sealed record VerifiedRun
{
    public required Latencies Measured { get; init; }

    /// <summary>
    /// What the simulator makes of the very arrivals this run had: what is left of the error then is not the luck of the draw.
    /// </summary>
    public required Latencies Replayed { get; init; }

    /// <summary>The same with engines as fast as they were in this run: what is left of the error then is the model's, not the machine's, whose speed drifts.</summary>
    public required Latencies Tracked { get; init; }

    /// <summary>Of the tracked p95, relative to this measurement.</summary>
    public double TrackedError => Tracked.P95Ms / Measured.P95Ms - 1;

    /// <summary>Of the predicted p95, relative to this measurement.</summary>
    public required double P95Error { get; init; }

    public required long Answered { get; init; }

    /// <summary>Queries without an answer.</summary>
    public required long Failed { get; init; }

    public required IReadOnlyList<VerifiedStage> Stages { get; init; }

    /// <summary>Mean of a query's time that no stage has: client, gateway and the way between them.</summary>
    public double ElsewhereMs => Measured.MeanMs - Stages.Sum(stage => stage.QueueMs + stage.EngineMs + stage.WayMs);

    /// <summary>Processor time a query took outside engines, ms; measured as what engines were not at work for.</summary>
    public required double OverheadCpuMs { get; init; }

    /// <summary>Cores that other processes kept busy meanwhile.</summary>
    public required double OtherCores { get; init; }
}
