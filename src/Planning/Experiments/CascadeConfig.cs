namespace RecPipe.Planning.Experiments;

/// <summary>Some cascades that have their models in common: every choice of items with every choice of backends.</summary>
public sealed record CascadeConfig
{
    /// <summary>One a stage, in the order they run.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Candidates that reach each stage; the first is the query's. One list a choice.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Items { get; init; }

    /// <summary>Names of the stages' backends, one list a choice; empty: every combination of the experiment's.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Backends { get; init; } = [];
}
