namespace RecPipe.Planning.Experiments;

/// <summary>Some cascades of as many stages: every choice of models with every choice of items and of backends. A choice has an entry a stage.</summary>
public sealed record CascadeConfig
{
    /// <summary>Names of shipped models or model configuration files, in the order they run: [["rm-small", "rm-large"]].</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Models { get; init; }

    /// <summary>Candidates that reach each stage, ever fewer; the first is the query's: [[4096, 512]].</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Items { get; init; }

    /// <summary>Names of the stages' backends; empty: every combination of the experiment's that fits on them.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Backends { get; init; } = [];
}
