using RecPipe.Planning.Search;

namespace RecPipe.Planning.Reports;

/// <summary>What `recpipe plan` found, for people and programs.</summary>
public sealed record PlanReport
{
    /// <summary>Name of the experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>Where quality comes from.</summary>
    public required string Qualities { get; init; }

    /// <summary>Which designs were not looked at, in a sentence; empty when all were.</summary>
    public string LeftOut { get; init; } = "";

    public required ulong Seed { get; init; }

    /// <summary>How long planning took, scores at hand.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>One a load, at least one.</summary>
    public required IReadOnlyList<PlanResult> Results { get; init; }

    /// <summary>Whether every load has a design that holds the objective.</summary>
    public bool Feasible => Results.All(result => result.Recommended is not null);
}
