using RecPipe.Planning.Designs;
using RecPipe.Planning.Performance;
using RecPipe.Simulation.Replications;

namespace RecPipe.Planning.Sweeps;

/// <summary>
/// Virtual time. In corrected mode: Poisson arrivals in steady state; what bounds show to be saturated is not run. In parity mode:
/// the artefact's arrivals, from an empty pipeline until its number of queries is answered, saturated or not. All designs see the
/// same arrivals at the same rate, so that they are compared and not their luck.
/// </summary>
/// <param name="model">Of the experiment's hardware in the mode.</param>
/// <param name="queries">Of a parity run.</param>
/// <param name="mode">Whose rules.</param>
/// <param name="options">How precisely.</param>
public sealed class SimulatedRuns(DesignModel model, int queries, DesignMode mode, ReplicationOptions options) : IDesignRuns
{
    /// <summary>Answers of a run that has no steady state are this much fewer than the queries, at least.</summary>
    private const double Shortfall = 0.02;

    public int Parallel => options.Threads == 0 ? Environment.ProcessorCount : options.Threads;

    public Task<IDesignRun> OpenAsync(Design design, IReadOnlyList<SweptPoint> known, CancellationToken cancellationToken) => Task.FromResult<IDesignRun>(new Run(this, design));

    private SweptPoint Point(Design design, double capacity, double rate, CancellationToken cancellationToken)
    {
        bool parity = mode == DesignMode.Parity;
        if (!parity && rate >= DesignModel.MostUtilisation * capacity)
            return new() { Design = design.Key, Rate = rate, Saturated = true, Throughput = capacity };
        ReplicationOptions alone = options with { Threads = 1 };
        PredictedPerformance predicted = parity
            ? model.Predict(design, seed => new PublishedArrivals(rate, queries, seed), rate, alone with { Queries = queries, WarmUp = 0 }, cancellationToken)
            : model.Predict(design, rate, alone, cancellationToken);
        return new()
        {
            Design = design.Key,
            Rate = rate,
            Saturated = rate >= capacity || predicted.Throughput.High < (1 - Shortfall) * rate && !parity,
            MeanMs = 1000 * predicted.Mean.Value,
            P50Ms = 1000 * predicted.P50.Value,
            P95Ms = 1000 * predicted.P95.Value,
            P99Ms = 1000 * predicted.P99.Value,
            P95HalfWidthMs = 1000 * predicted.P95.HalfWidth,
            Throughput = predicted.Throughput.Value,
            Complete = predicted.Complete.Value,
            Utilisation = predicted.Utilisation,
        };
    }

    private sealed class Run(SimulatedRuns runs, Design design) : IDesignRun
    {
        private readonly double _capacity = runs.CapacityOf(design);

        public Task<SweptPoint> RunAsync(double rate, CancellationToken cancellationToken) =>
            Task.FromResult(runs.Point(design, _capacity, rate, cancellationToken));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private double CapacityOf(Design design) => model.Bounds(design).Capacity;
}
