using RecPipe.Planning.Objectives;
using RecPipe.Planning.Search;
using RecPipe.Simulation.Statistics;
using RecPipe.Workloads.Objectives;
using static System.FormattableString;

namespace RecPipe.Planning.Reports;

/// <summary>How plans are put into words and numbers.</summary>
internal static class PlanText
{
    /// <summary>"p95", "mean".</summary>
    public static string Name(ThresholdMetric metric) => metric.ToString().ToLowerInvariant();

    /// <summary>Milliseconds with the half width of the interval: "21.30 ± 0.21".</summary>
    public static string Milliseconds(Interval seconds) => Invariant($"{Milliseconds(seconds.Value)} ± {1000 * seconds.HalfWidth:0.00}");

    public static string Milliseconds(double seconds) => Invariant($"{1000 * seconds:0.00}");

    public static string Quality(double value) => Invariant($"{value:0.0000}");

    public static string Rate(double queries) => Invariant($"{queries:0.#}");

    public static string Cost(double share) => Invariant($"{share:0.0##}");

    /// <summary>"cpu 2, rpaccel 0.5".</summary>
    public static string Devices(PlanCandidate candidate) =>
        string.Join(", ", candidate.Devices.OrderBy(used => used.Key, StringComparer.Ordinal).Select(used => Invariant($"{used.Key} {used.Value:0.##}")));

    /// <summary>"150 queries/s, p95=25ms, ndcg@64>=0.99*best (0.9153)".</summary>
    public static string Objective(PlanResult result) => string.Join(", ",
    [
        $"{Rate(result.Objective.Load)} queries/s",
        .. result.Objective.Latencies.Select(bound => bound.Text),
        .. result.Objective.Qualities.Select(bound => bound.OfBest ? $"{bound.Text} ({Quality(Required(result, bound))})" : bound.Text),
    ]);

    /// <summary>The value a bound asks for.</summary>
    public static double Required(PlanResult result, QualityBound bound) => bound.Required(result.BestQuality[result.Axes.QualityAxis(bound.Metric)]);

    /// <summary>What decided for the recommended point.</summary>
    public static string Reason(Recommendation recommended) =>
        $"{(recommended.Holding == 1 ? "The only point of the front that holds the objective" : $"{Superlative(recommended.Reason)} of the {recommended.Holding} points of the front that hold the objective")}{(recommended.Confident ? "" : "; its estimates hold it, its confidence intervals reach over a bound")}";

    /// <summary>Numbers of a point beside those of another: "p95 -35%, ndcg@64 -0.0040, cost +0.5, throughput +12%".</summary>
    public static string Against(SearchPoint point, SearchPoint other, SearchAxes axes)
    {
        ThresholdMetric latency = axes.Latencies[0];
        double[] shares = [point.Latency(latency).Value / other.Latency(latency).Value - 1, point.Candidate.Bounds.Capacity / other.Candidate.Bounds.Capacity - 1];
        return Invariant($"{Name(latency)} {shares[0]:+0%;-0%;0%}, {axes.Qualities[0]} {point.Candidate.Quality[0] - other.Candidate.Quality[0]:+0.0000;-0.0000;0}, cost {point.Candidate.Cost - other.Candidate.Cost:+0.###;-0.###;0}, throughput {shares[1]:+0%;-0%;0%}");
    }

    /// <summary>What a relaxation comes to, in a sentence.</summary>
    public static string Sentence(Relaxation relaxation, PlanResult result)
    {
        string others = string.Join(" and ", Enum.GetValues<Constraint>().Where(constraint => constraint != relaxation.Constraint && IsAsked(constraint, result.Objective)).Select(Lower));
        if (relaxation.Point is not { } point)
            return $"{relaxation.Constraint}: no design holds {(others.Length == 0 ? "it" : others)}, however far it is relaxed.";
        string reached = relaxation.Constraint switch
        {
            Constraint.Load => Invariant($"{Rate(relaxation.Load)} queries/s can be had ({relaxation.Change:0.0%} less)"),
            Constraint.Latency => Invariant($"{string.Join(", ", result.Objective.Latencies.Select(bound => $"{Name(bound.Metric)} {Milliseconds(point.Latency(bound.Metric))} ms"))} can be had ({relaxation.Change:0.0%} more)"),
            _ => Invariant($"{string.Join(", ", result.Objective.Qualities.Select(bound => $"{bound.Metric} {Quality(point.Candidate.Quality[result.Axes.QualityAxis(bound.Metric)])}"))} can be had ({relaxation.Change:0.0%} less)"),
        };
        string held = others.Length == 0 ? "" : $" while {others} hold{(others.Contains(" and ", StringComparison.Ordinal) ? "" : "s")}";
        return $"{relaxation.Constraint}: {reached}{held}, with {point.Candidate.Design}.";
    }

    private static string Lower(Constraint constraint) => constraint.ToString().ToLowerInvariant();

    private static bool IsAsked(Constraint constraint, PlanObjective objective) => constraint switch
    {
        Constraint.Latency => objective.Latencies.Count > 0,
        Constraint.Quality => objective.Qualities.Count > 0,
        _ => true,
    };

    private static string Superlative(Preference preference) => preference switch
    {
        Preference.Cost => "The least cost",
        Preference.Latency => "The lowest latency",
        Preference.Quality => "The best quality",
        _ => "The most throughput",
    };
}
