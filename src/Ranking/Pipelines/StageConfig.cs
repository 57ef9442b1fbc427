using System.Text.Json.Serialization;

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

    /// <summary>
    /// Further attempts, each on another worker, when one is unavailable: 0 to 5. Left out it is 1, or 0 beside
    /// <see cref="HedgeAfter"/>; the two exclude each other.
    /// </summary>
    public int? Retries { get; init; }

    /// <summary>Ask a second worker when the first has not answered in this time; null never hedges.</summary>
    public TimeSpan? HedgeAfter { get; init; }

    [JsonIgnore]
    public string DisplayName => Name ?? Model;

    [JsonIgnore]
    public int EffectiveRetries => Retries ?? (HedgeAfter is null ? 1 : 0);
}
