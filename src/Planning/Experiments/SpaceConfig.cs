namespace RecPipe.Planning.Experiments;

/// <summary>All cascades of some models on all backends, each stage with a costlier model and fewer candidates than the one before.</summary>
public sealed record SpaceConfig
{
    /// <summary>Names of shipped models or model configuration files, in any order: stages run by cost, cheapest first.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Numbers of stages to try.</summary>
    public IReadOnlyList<int> Stages { get; init; } = [1, 2, 3];

    /// <summary>Candidates of a query; each is tried.</summary>
    public IReadOnlyList<int> Candidates { get; init; } = [4096];

    /// <summary>What a stage but the last may hand on.</summary>
    public IReadOnlyList<int> Keeps { get; init; } = [];
}
