namespace RecPipe.Ranking.Pipelines;

/// <summary>A pipeline as its user writes it (configs/pipelines/*.json).</summary>
public sealed record PipelineConfig
{
    /// <summary>Letters, digits, '-' and '_'; what clients name.</summary>
    public required string Name { get; init; }

    /// <summary>Longest time a query may take when its caller sets no earlier deadline. More than 0, at most one minute.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The service-level objective this pipeline is meant to hold; null for none.</summary>
    public LatencyObjective? Objective { get; init; }

    /// <summary>What to answer when a stage fails or time runs out after at least one stage completed.</summary>
    public DegradedPolicy Degraded { get; init; } = DegradedPolicy.Answer;

    /// <summary>Where candidates' features come from.</summary>
    public FeatureOrigin Features { get; init; } = FeatureOrigin.Store;

    /// <summary>In the order they run: cheapest first. At least one.</summary>
    public required IReadOnlyList<StageConfig> Stages { get; init; }
}
