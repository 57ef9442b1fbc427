using RecPipe.Planning.Backends;
using RecPipe.Planning.Designs;
using RecPipe.Simulation.Pipelines;
using RecPipe.Simulation.Replications;
using RecPipe.Workloads.Arrivals;

namespace RecPipe.Planning.Performance;

/// <summary>Predicts designs: from bounds at once, from simulation where queueing matters.</summary>
/// <param name="hardware">What stages take.</param>
public sealed class DesignModel(HardwareCatalog hardware)
{
    /// <summary>The design as the simulator sees it.</summary>
    public SimulatedPipeline ToPipeline(Design design) => new()
    {
        Stages =
        [
            .. design.Stages.Select((stage, i) => new SimulatedStage
            {
                Name = stage.Model,
                Items = stage.Items,
                Service = hardware.TimeOf(stage),
                Engines = stage.Engines,
                SubBatchRows = stage.SubBatchRows,
                Host = i,
            })
        ],
    };

    /// <summary>What needs no simulation.</summary>
    public PerformanceBounds Bounds(Design design) => new(
        design.Stages.Sum(stage => hardware.Seconds(stage, stage.Items)),
        design.Stages.Min(stage => stage.Engines / hardware.Seconds(stage, stage.Items)));

    /// <summary>Simulates a design under Poisson arrivals.</summary>
    /// <param name="design">What is built.</param>
    /// <param name="rate">Offered load, queries/s.</param>
    /// <param name="options">How long, how precisely, with which seed.</param>
    /// <param name="cancellationToken">Stops the simulation.</param>
    public PredictedPerformance Predict(Design design, double rate, ReplicationOptions options, CancellationToken cancellationToken = default) =>
        Predict(design, seed => new PoissonArrivals(rate, seed), rate, options, cancellationToken);

    /// <summary>Simulates a design under other arrivals.</summary>
    /// <param name="design">What is built.</param>
    /// <param name="arrivals">Makes the arrivals of one run from its seed.</param>
    /// <param name="rate">Their mean, queries/s.</param>
    /// <param name="options">How long, how precisely, with which seed.</param>
    /// <param name="cancellationToken">Stops the simulation.</param>
    public PredictedPerformance Predict(Design design, Func<ulong, IArrivalProcess> arrivals, double rate, ReplicationOptions options, CancellationToken cancellationToken = default)
    {
        ReplicatedStatistics statistics = Replicator.Run(ToPipeline(design), arrivals, options with { Percentiles = [50, 95, 99] }, cancellationToken);
        return new()
        {
            Design = design,
            Rate = rate,
            Mean = statistics.Mean,
            P50 = statistics.Percentiles[50],
            P95 = statistics.Percentiles[95],
            P99 = statistics.Percentiles[99],
            Throughput = statistics.Throughput,
            Complete = statistics.Complete,
            Utilisation = [.. statistics.Stages.Select(stage => stage.Utilisation)],
        };
    }
}
