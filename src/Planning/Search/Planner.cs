using RecPipe.Planning.Backends;
using RecPipe.Planning.Objectives;
using RecPipe.Planning.Performance;

namespace RecPipe.Planning.Search;

/// <summary>
/// Chooses among designs: the Pareto front over quality, latency, throughput, cost and energy under a load, and the point of it that
/// an objective asks for.
/// </summary>
/// <param name="space">The designs.</param>
/// <param name="hardware">What stages take.</param>
/// <param name="options">How carefully.</param>
public sealed class Planner(SearchSpace space, HardwareCatalog hardware, PlanOptions options)
{
    /// <param name="objective">What the plan must hold; its metrics are axes of the space.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellationToken">Stops within a simulated run.</param>
    public PlanResult Plan(PlanObjective objective, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        double[] best = [.. Enumerable.Range(0, space.Axes.Qualities.Count).Select(space.BestQuality)];
        double[] required = [.. objective.Qualities.Select(bound => bound.Required(best[space.Axes.QualityAxis(bound.Metric)]))];
        FrontSearch search = new(space, new DesignModel(hardware), options, objective.Load, cancellationToken);
        search.Run(progress);
        PreferenceOrder order = new(space.Axes, objective);
        SearchPoint? point = search.Points.Where(Holds).Order(order).FirstOrDefault();
        point = point is null ? null : Undominated(point, search, order);
        return new()
        {
            Objective = objective,
            Axes = space.Axes,
            Designs = space.Candidates.Count,
            Saturated = space.Candidates.Count - search.Stable.Count,
            BestQuality = best,
            Front = search.Front(),
            Recommended = point is null ? null : Explain(point, search, order),
            Infeasibility = point is null ? new NearestPoints(space, search, options, objective, required).Find() : null,
            Screened = search.Screened,
            Simulated = search.Points.Count,
        };

        bool Holds(SearchPoint candidate) => objective.Latencies.All(candidate.Holds) && HasQuality(candidate);

        bool HasQuality(SearchPoint candidate) =>
            !objective.Qualities.Where((bound, i) => candidate.Candidate.Quality[space.Axes.QualityAxis(bound.Metric)] < required[i]).Any();

        Recommendation Explain(SearchPoint recommended, FrontSearch found, PreferenceOrder by)
        {
            SearchPoint[] front = [.. found.Front()];
            SearchPoint[] holding = [.. front.Where(Holds).Order(by)];
            return new(
                recommended, by.First, Holds(recommended), holding.Length,
                [.. holding.Where(other => other.Candidate != recommended.Candidate).Take(options.RunnersUp)],
                Compared(recommended, front, by, Holds));
        }
    }

    /// <summary>
    /// Short runs may have ruled out, by bad luck, what dominates the point: everything that could is simulated carefully, and if one does, it
    /// is recommended instead.
    /// </summary>
    private SearchPoint Undominated(SearchPoint point, FrontSearch search, PreferenceOrder order)
    {
        while (true)
        {
            search.Simulate(search.Stable.Where(candidate => space.Axes.MatchesKnown(candidate, point.Candidate) && CanBeAsFast(candidate, point)));
            SearchPoint? better = search.Points.Where(other => space.Axes.Dominates(other, point)).Order(order).FirstOrDefault();
            if (better is null)
                return point;
            point = better;
        }
    }

    private bool CanBeAsFast(PlanCandidate candidate, SearchPoint point)
    {
        ReadOnlySpan<double> floor = space.Floor(candidate);
        for (int i = 0; i < floor.Length; i++)
        {
            if (floor[i] > point.Latency(space.Axes.Latencies[i]).Value)
                return false;
        }
        return true;
    }

    private List<ComparedPoint> Compared(SearchPoint point, SearchPoint[] front, PreferenceOrder order, Func<SearchPoint, bool> holds)
    {
        List<ComparedPoint> compared = [];
        Add("lowest latency", front.MinBy(other => other.Latency(space.Axes.Latencies[0]).Value));
        Add("best quality", front.MaxBy(other => other.Candidate.Quality[0]));
        Add("most throughput", front.MaxBy(other => other.Candidate.Bounds.Capacity));
        Add("least cost", front.MinBy(other => other.Candidate.Cost));
        foreach (IGrouping<int, SearchPoint> stages in front.GroupBy(other => other.Candidate.Design.Stages.Count).OrderBy(group => group.Key))
        {
            if (stages.Key != point.Candidate.Design.Stages.Count)
                Add(stages.Key == 1 ? "best with 1 stage" : $"best with {stages.Key} stages", stages.Where(holds).Order(order).FirstOrDefault() ?? stages.Order(order).First());
        }
        return compared;

        void Add(string why, SearchPoint? other)
        {
            if (other is null || other.Candidate == point.Candidate)
                return;
            int known = compared.FindIndex(entry => entry.Point.Candidate == other.Candidate);
            if (known < 0)
                compared.Add(new(why, other, holds(other)));
            else
                compared[known] = compared[known] with { Why = $"{compared[known].Why}, {why}" };
        }
    }
}
