using System.Collections.Concurrent;
using RecPipe.Planning.Backends;
using RecPipe.Planning.Designs;
using RecPipe.Planning.Experiments;
using RecPipe.Planning.Performance;
using RecPipe.Planning.Qualities;
using RecPipe.Ranking.Configuration;
using RecPipe.Simulation.Pipelines;
using RecPipe.Workloads.Objectives;

namespace RecPipe.Planning.Search;

/// <summary>All designs of an experiment with what is known of them at any load.</summary>
public sealed class SearchSpace
{
    private readonly double[][] _floors;
    private readonly QueueEstimate[] _estimates;

    private SearchSpace(SearchAxes axes, IReadOnlyList<PlanCandidate> candidates, double[][] floors, QueueEstimate[] estimates) =>
        (Axes, Candidates, _floors, _estimates) = (axes, candidates, floors, estimates);

    public SearchAxes Axes { get; }

    public IReadOnlyList<PlanCandidate> Candidates { get; }

    /// <summary>Works out bounds, quality, cost and energy of every design, on all cores.</summary>
    /// <param name="designs">At least one.</param>
    /// <param name="backends">Of the experiment.</param>
    /// <param name="hardware">What stages take.</param>
    /// <param name="qualities">Quality of the designs' cascades.</param>
    /// <param name="metrics">Qualities to compare by.</param>
    /// <param name="latencies">Latencies to compare by.</param>
    /// <param name="seed">Of the draws for service times that vary.</param>
    /// <param name="cancellationToken">Stops between designs.</param>
    /// <exception cref="ConfigException">Quality or times of a design are not known.</exception>
    public static SearchSpace Of(
        IReadOnlyList<Design> designs, IReadOnlyList<BackendConfig> backends, HardwareCatalog hardware, QualityTable qualities, IReadOnlyList<string> metrics,
        IReadOnlyList<ThresholdMetric> latencies, ulong seed, CancellationToken cancellationToken)
    {
        IReadOnlyList<double[]> quality = qualities.Of(designs, metrics);
        DesignModel model = new(hardware);
        DesignCost costs = new(backends);
        PlanCandidate[] candidates = new PlanCandidate[designs.Count];
        double[][] floors = new double[designs.Count][];
        QueueEstimate[] estimates = new QueueEstimate[designs.Count];
        ConcurrentBag<ConfigProblem> problems = [];
        Parallel.For(0, designs.Count, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            try
            {
                SimulatedPipeline pipeline = model.ToPipeline(designs[i]);
                IReadOnlyDictionary<string, double> devices = costs.Devices(designs[i]);
                candidates[i] = new()
                {
                    Index = i,
                    Design = designs[i],
                    Quality = quality[i],
                    Bounds = model.Bounds(designs[i]),
                    Cost = costs.Share(devices),
                    Devices = devices,
                    Joules = designs[i].Stages.Sum(hardware.Joules),
                };
                floors[i] = LatencyFloor.Of(pipeline, latencies, seed);
                estimates[i] = QueueEstimate.Of(pipeline);
            }
            catch (ConfigException e)
            {
                foreach (ConfigProblem problem in e.Problems)
                    problems.Add(problem);
            }
        });
        ConfigException.ThrowIfAny([.. problems.Distinct().OrderBy(problem => problem.ToString(), StringComparer.Ordinal)]);
        return new(new(latencies, metrics, candidates.All(candidate => double.IsFinite(candidate.Joules))), candidates, floors, estimates);
    }

    /// <summary>Latencies that no load can push a candidate below, s, one an axis.</summary>
    public ReadOnlySpan<double> Floor(PlanCandidate candidate) => _floors[candidate.Index];

    /// <summary>Queries/s up to which a candidate has a steady state to plan with.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="mostUtilisation">Of its busiest stage.</param>
    public static double MostLoad(PlanCandidate candidate, double mostUtilisation) => candidate.Bounds.Capacity * mostUtilisation;

    /// <summary>Candidates that a load does not saturate, those first whose tail is likely to be low.</summary>
    internal PlanCandidate[] Stable(double load, double mostUtilisation) =>
    [
        .. Candidates
            .Where(candidate => MostLoad(candidate, mostUtilisation) >= load)
            .OrderBy(candidate => _estimates[candidate.Index].Tail(load))
            .ThenBy(candidate => candidate.Index)
    ];

    /// <summary>Best value of a quality in the space.</summary>
    /// <param name="axis">Place in the axes' qualities.</param>
    public double BestQuality(int axis) => Candidates.Max(candidate => candidate.Quality[axis]);
}
