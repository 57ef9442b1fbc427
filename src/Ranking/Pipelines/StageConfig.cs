namespace RecPipe.Ranking.Pipelines;

/// <summary>One stage of a pipeline as its user writes it.</summary>
public sealed record StageConfig
{
    /// <summary>Unique within the pipeline; the model's name when left out.</summary>
    public string? Name { get; init; }

    /// <summary>The ranking model's name, as in its model card.</summary>
    public required string Model { get; init; }

    /// <summary>Survivors handed to the next stage (or the client): at least 1, fewer than the stage before keeps.</summary>
    public required int Keep { get; init; }

    /// <summary>Time this stage may take, retries included; null for all that is left of the deadline.</summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>Addresses of interchangeable workers ("http://host:port", "dns:///name:port"); empty for the embedded worker.</summary>
    public IReadOnlyList<string> Workers { get; init; } = [];

    /// <summary>Further attempts on another replica when a worker is unavailable: 0 to 5. Not together with <see cref="HedgeAfter"/>.</summary>
    public int Retries { get; init; } = 1;

    /// <summary>Ask a second replica when the first has not answered in this time; null never hedges.</summary>
    public TimeSpan? HedgeAfter { get; init; }

    public string DisplayName => Name ?? Model;
}
