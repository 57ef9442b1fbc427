using RecPipe.Planning.Objectives;
using RecPipe.Simulation.Statistics;

namespace RecPipe.Planning.Search;

/// <summary>What comes nearest to an objective that no design holds: each constraint in turn is relaxed while the others hold.</summary>
internal sealed class NearestPoints(SearchSpace space, FrontSearch search, PlanOptions options, PlanObjective objective, IReadOnlyList<double> required)
{
    private const int Batch = 16;

    /// <summary>Loads nearer than this share of what is asked, or of what a design can take if that is less, are not told apart.</summary>
    private const double LoadResolution = 0.01;

    public Infeasibility Find()
    {
        List<Relaxation> relaxations = [];
        if (objective.Latencies.Count > 0)
            relaxations.Add(RelaxLatency());
        relaxations.Add(RelaxLoad());
        if (objective.Qualities.Count > 0)
            relaxations.Add(RelaxQuality());
        Relaxation? nearest = relaxations.Where(relaxation => relaxation.Point is not null).MinBy(relaxation => relaxation.Change);
        return new(nearest?.Constraint, relaxations);
    }

    /// <summary>The lowest latency at the load and the quality that are asked.</summary>
    private Relaxation RelaxLatency()
    {
        SearchPoint? best = search.Points.Where(point => HasQuality(point.Candidate)).MinBy(Excess);
        return new(Constraint.Latency, objective.Load, best, best is null ? double.PositiveInfinity : Math.Max(0, Excess(best) - 1));
    }

    /// <summary>The best quality at the load and the latency that are asked.</summary>
    private Relaxation RelaxQuality()
    {
        SearchPoint? best = search.Points.Where(HasLatency).MinBy(point => Shortfall(point.Candidate));
        return new(Constraint.Quality, objective.Load, best, best is null ? double.PositiveInfinity : Math.Max(0, Shortfall(best.Candidate)));
    }

    /// <summary>The highest load at the quality and the latency that are asked: of each design by halving, where it can beat the best so far.</summary>
    private Relaxation RelaxLoad()
    {
        PlanCandidate[] able = [.. space.Candidates.Where(candidate => HasQuality(candidate) && FloorHolds(candidate)).OrderByDescending(MostLoad).ThenBy(candidate => candidate.Index)];
        SearchPoint? best = null;
        foreach (PlanCandidate[] batch in able.Chunk(Batch))
        {
            double reached = best?.Performance.Rate ?? 0, next = reached * (1 + LoadResolution);
            PlanCandidate[] higher = [.. batch.Where(candidate => MostLoad(candidate) > next)];
            if (reached > 0)
                higher = [.. search.Predict(higher, next, options.Screening).Where(look => HasLatency(look, interval => interval.Low)).Select(look => look.Candidate)];
            foreach (PlanCandidate candidate in higher)
                best = HighestLoad(candidate, best);
        }
        return new(Constraint.Load, best?.Performance.Rate ?? 0, best, best is null ? double.PositiveInfinity : 1 - best.Performance.Rate / objective.Load);
    }

    /// <summary>The highest load a candidate takes within the bounds, if it is higher than the best so far.</summary>
    private SearchPoint? HighestLoad(PlanCandidate candidate, SearchPoint? best)
    {
        double low = best?.Performance.Rate ?? 0, high = Math.Min(MostLoad(candidate), objective.Load), resolution = LoadResolution * high;
        while (high - low > resolution)
        {
            double middle = best is null || best.Candidate == candidate ? (low + high) / 2 : Math.Min(high, low * (1 + 2 * LoadResolution));
            SearchPoint point = search.Predict([candidate], middle, options.Simulation)[0];
            if (point.IsSteady && HasLatency(point))
                (best, low) = (point, middle);
            else if (best is null || best.Candidate == candidate)
                high = middle;
            else
                break;
        }
        return best;
    }

    private double MostLoad(PlanCandidate candidate) => SearchSpace.MostLoad(candidate, options.MostUtilisation);

    private bool HasQuality(PlanCandidate candidate) => Shortfall(candidate) <= 0;

    private bool HasLatency(SearchPoint point) => objective.Latencies.All(point.Holds);

    private bool HasLatency(SearchPoint point, Func<Interval, double> end) => objective.Latencies.All(bound => bound.IsMetBy(end(point.Latency(bound.Metric))));

    private bool FloorHolds(PlanCandidate candidate)
    {
        ReadOnlySpan<double> floor = space.Floor(candidate);
        for (int i = 0; i < floor.Length; i++)
        {
            foreach (var bound in objective.Latencies)
            {
                if (bound.Metric == space.Axes.Latencies[i] && !bound.IsMetBy(floor[i]))
                    return false;
            }
        }
        return true;
    }

    /// <summary>Latency over its bound, of the bound that is exceeded most.</summary>
    private double Excess(SearchPoint point) => objective.Latencies.Max(bound => point.Latency(bound.Metric).High / bound.Bound);

    /// <summary>What quality lacks of its bound, relative, of the bound that is missed most; 0 or less when nothing does.</summary>
    private double Shortfall(PlanCandidate candidate)
    {
        double most = double.NegativeInfinity;
        for (int i = 0; i < objective.Qualities.Count; i++)
            most = Math.Max(most, required[i] == 0 ? 0 : 1 - candidate.Quality[space.Axes.QualityAxis(objective.Qualities[i].Metric)] / required[i]);
        return most;
    }
}
