using RecPipe.Ranking.Pareto;
using RecPipe.Workloads.Objectives;

namespace RecPipe.Planning.Search;

/// <summary>What designs are compared by: latencies, which are simulated, and everything else, which is known exactly.</summary>
/// <param name="Latencies">The first is the one that is shown.</param>
/// <param name="Qualities">Metrics of the candidates' <see cref="PlanCandidate.Quality"/>; the first is the one that is shown.</param>
/// <param name="Energy">Whether energy counts: it is known of every candidate.</param>
public sealed record SearchAxes(IReadOnlyList<ThresholdMetric> Latencies, IReadOnlyList<string> Qualities, bool Energy)
{
    /// <summary>Place of a metric among the qualities.</summary>
    public int QualityAxis(string metric) => Qualities.ToList().FindIndex(known => string.Equals(known, metric, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a candidate is at least as good as another in all that is known exactly.</summary>
    public bool MatchesKnown(PlanCandidate one, PlanCandidate other)
    {
        if (one.Cost > other.Cost || one.Bounds.Capacity < other.Bounds.Capacity || (Energy && one.Joules > other.Joules))
            return false;
        for (int i = 0; i < one.Quality.Count; i++)
        {
            if (one.Quality[i] < other.Quality[i])
                return false;
        }
        return true;
    }

    /// <summary>Whether a simulated point, at the worst end of its intervals, is at least as good as another could possibly be.</summary>
    /// <param name="point">The point.</param>
    /// <param name="other">The other.</param>
    /// <param name="least">Least latencies of the other, s, one an axis.</param>
    public bool RulesOut(SearchPoint point, PlanCandidate other, ReadOnlySpan<double> least)
    {
        if (!MatchesKnown(point.Candidate, other))
            return false;
        for (int i = 0; i < Latencies.Count; i++)
        {
            if (!(point.Latency(Latencies[i]).High <= least[i]))
                return false;
        }
        return true;
    }

    /// <summary>Whether a point is at least as good as another in everything and better in something, by the estimates.</summary>
    public bool Dominates(SearchPoint one, SearchPoint other) =>
        MatchesKnown(one.Candidate, other.Candidate)
        && Latencies.All(metric => one.Latency(metric).Value <= other.Latency(metric).Value)
        && (!MatchesKnown(other.Candidate, one.Candidate) || Latencies.Any(metric => one.Latency(metric).Value < other.Latency(metric).Value));

    /// <summary>For <see cref="ParetoFront"/>.</summary>
    public Objective<SearchPoint>[] Objectives() =>
    [
        .. Latencies.Select(metric => new Objective<SearchPoint>(point => point.Latency(metric).Value, Better.Smaller)),
        .. Enumerable.Range(0, Qualities.Count).Select(i => new Objective<SearchPoint>(point => point.Candidate.Quality[i], Better.Larger)),
        new(point => point.Candidate.Bounds.Capacity, Better.Larger),
        new(point => point.Candidate.Cost, Better.Smaller),
        .. Energy ? [new Objective<SearchPoint>(point => point.Candidate.Joules, Better.Smaller)] : Array.Empty<Objective<SearchPoint>>(),
    ];
}
