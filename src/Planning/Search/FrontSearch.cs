using RecPipe.Planning.Performance;
using RecPipe.Ranking.Pareto;
using RecPipe.Simulation.Replications;

namespace RecPipe.Planning.Search;

/// <summary>
/// Finds the Pareto front of a space under one load. A candidate is simulated only while it may be on the front: first its latency
/// floor, then a short run must leave it below what carefully simulated points, at the worst end of their intervals, do at least as
/// well in everything. Batches have a fixed size and only add to what later ones are compared with, so the result does not depend
/// on the number of cores.
/// </summary>
internal sealed class FrontSearch
{
    private const int Batch = 16;

    private readonly SearchSpace _space;
    private readonly DesignModel _model;
    private readonly PlanOptions _options;
    private readonly CancellationToken _cancellationToken;
    private readonly List<SearchPoint> _points = [];
    private readonly HashSet<int> _simulated = [];

    public FrontSearch(SearchSpace space, DesignModel model, PlanOptions options, double load, CancellationToken cancellationToken)
    {
        _space = space;
        _model = model;
        _options = options;
        _cancellationToken = cancellationToken;
        Load = load;
        Stable = space.Stable(load, options.MostUtilisation);
    }

    /// <summary>Queries/s.</summary>
    public double Load { get; }

    /// <summary>Candidates that the load does not saturate.</summary>
    public IReadOnlyList<PlanCandidate> Stable { get; }

    /// <summary>Carefully simulated; the front is among them.</summary>
    public IReadOnlyList<SearchPoint> Points => _points;

    /// <summary>Short runs.</summary>
    public int Screened { get; private set; }

    /// <summary>The front, lowest latency first.</summary>
    public IReadOnlyList<SearchPoint> Front() => [.. ParetoFront.Of(_points, _space.Axes.Objectives()).Select(i => _points[i])];

    /// <summary>Simulates what may be on the front.</summary>
    /// <param name="progress">Told the share done.</param>
    public void Run(IProgress<double>? progress)
    {
        int done = 0;
        foreach (PlanCandidate[] batch in Stable.Chunk(Batch))
        {
            Run(batch);
            progress?.Report((double)(done += batch.Length) / Stable.Count);
        }
    }

    /// <summary>Simulates candidates carefully, each once; those that turn out to have no steady state are no points.</summary>
    public void Simulate(IEnumerable<PlanCandidate> candidates) => _points.AddRange(
        Predict([.. candidates.Where(candidate => _simulated.Add(candidate.Index))], Load, _options.Simulation).Where(point => point.IsSteady));

    /// <summary>Simulates candidates under a load, on all cores, each on one.</summary>
    public SearchPoint[] Predict(IReadOnlyList<PlanCandidate> candidates, double load, ReplicationOptions simulation)
    {
        SearchPoint[] points = new SearchPoint[candidates.Count];
        ReplicationOptions options = simulation with { Seed = _options.Seed, Threads = 1 };
        Parallel.For(0, points.Length, new ParallelOptions { CancellationToken = _cancellationToken }, i =>
            points[i] = new(candidates[i], _model.Predict(candidates[i].Design, load, options, _cancellationToken)));
        return points;
    }

    private void Run(PlanCandidate[] batch)
    {
        PlanCandidate[] possible = [.. batch.Where(candidate => !_simulated.Contains(candidate.Index) && !IsRuledOut(candidate, _space.Floor(candidate)))];
        SearchPoint[] looks = Predict(possible, Load, _options.Screening);
        Screened += looks.Length;
        looks = [.. looks.Where(MayBeOnFront)];
        Simulate(ParetoFront.Of(looks, _space.Axes.Objectives()).Select(i => looks[i].Candidate));
        Simulate(looks.Where(look => !_simulated.Contains(look.Candidate.Index) && MayBeOnFront(look)).Select(look => look.Candidate));
    }

    private bool MayBeOnFront(SearchPoint look)
    {
        ReadOnlySpan<double> floor = _space.Floor(look.Candidate);
        Span<double> least = stackalloc double[floor.Length];
        for (int i = 0; i < least.Length; i++)
            least[i] = Math.Max(floor[i], look.Latency(_space.Axes.Latencies[i]).Low);
        return !IsRuledOut(look.Candidate, least);
    }

    private bool IsRuledOut(PlanCandidate candidate, ReadOnlySpan<double> least)
    {
        foreach (SearchPoint point in _points)
        {
            if (_space.Axes.RulesOut(point, candidate, least))
                return true;
        }
        return false;
    }
}
