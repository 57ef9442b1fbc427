namespace RecPipe.Planning.Qualities;

/// <summary>One cascade of a quality file.</summary>
public sealed record KnownCascade
{
    /// <summary>One a stage, in the order they run.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Candidates that reach each stage.</summary>
    public required IReadOnlyList<int> Items { get; init; }

    /// <summary>Metric ("ndcg@64") to value; larger is better.</summary>
    public required IReadOnlyDictionary<string, double> Quality { get; init; }
}
