using RecPipe.Planning.Objectives;

namespace RecPipe.Planning.Search;

/// <summary>What a planner found for one load.</summary>
public sealed record PlanResult
{
    public required PlanObjective Objective { get; init; }

    public required SearchAxes Axes { get; init; }

    /// <summary>Designs of the space.</summary>
    public required int Designs { get; init; }

    /// <summary>Those the load saturates.</summary>
    public required int Saturated { get; init; }

    /// <summary>Those that had a short run.</summary>
    public required int Screened { get; init; }

    /// <summary>Those that were simulated carefully.</summary>
    public required int Simulated { get; init; }

    /// <summary>Best value of each quality in the space.</summary>
    public required IReadOnlyList<double> BestQuality { get; init; }

    /// <summary>What no other design dominates, lowest latency first.</summary>
    public required IReadOnlyList<SearchPoint> Front { get; init; }

    /// <summary>Null when no design holds the objective.</summary>
    public required Recommendation? Recommended { get; init; }

    /// <summary>Null when a design holds the objective.</summary>
    public required Infeasibility? Infeasibility { get; init; }

    /// <summary>Whether a point holds the objective, at the worst end of its intervals.</summary>
    public bool Holds(SearchPoint point) =>
        Objective.Latencies.All(point.Holds)
        && Objective.Qualities.All(bound => point.Candidate.Quality[Axes.QualityAxis(bound.Metric)] >= bound.Required(BestQuality[Axes.QualityAxis(bound.Metric)]));
}
