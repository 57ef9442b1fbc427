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
    /// <summary>
    /// The design as the simulator sees it. Stages on the same measured machine share its cores, with each other and with what
    /// the gateway takes where that was measured.
    /// </summary>
    public SimulatedPipeline ToPipeline(Design design)
    {
        string[] shared = [.. design.Stages.Where(stage => hardware.CoresOf(stage) > 0).Select(stage => stage.Hardware).Distinct()];
        ServingOverhead? overhead = hardware.Serving is { } machine ? new(machine.Overhead!, design) : null;
        int gateway = overhead is null ? -1 : GatewayHost(shared);
        return new()
        {
            Stages = [.. design.Stages.Select((stage, i) => ToStage(stage, HostOf(stage, shared, i), overhead))],
            Cores = [.. shared.Select(name => design.Stages.Where(stage => stage.Hardware == name).Max(hardware.CoresOf)), .. gateway == shared.Length ? [hardware.Serving!.Cores] : Array.Empty<int>()],
            GatewayHost = gateway,
            Entry = overhead?.Entry,
            Exit = overhead?.Exit,
            Background = overhead?.Background,
        };
    }

    /// <summary>What needs no simulation.</summary>
    public PerformanceBounds Bounds(Design design)
    {
        double unloaded = design.Stages.Sum(stage => hardware.Seconds(stage, stage.Items));
        double capacity = design.Stages.Min(stage => stage.Engines / hardware.Seconds(stage, stage.Items, Math.Max(1, Math.Min(stage.Engines, hardware.CoresOf(stage)))));
        foreach (IGrouping<string, DesignedStage> machine in design.Stages.Where(stage => hardware.CoresOf(stage) > 0).GroupBy(stage => stage.Hardware))
        {
            int cores = hardware.CoresOf(machine.First());
            capacity = Math.Min(capacity, cores / (machine.Sum(stage => hardware.Seconds(stage, stage.Items, cores)) + OverheadCpu(design, machine.Key)));
        }
        return new(unloaded + (hardware.Serving is { } serving ? new ServingOverhead(serving.Overhead!, design).Seconds : 0), capacity);
    }

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

    private SimulatedStage ToStage(DesignedStage stage, int host, ServingOverhead? overhead) => new()
    {
        Name = stage.Model,
        Items = stage.Items,
        Service = hardware.TimeOf(stage),
        Rested = hardware.RestedTimeOf(stage),
        RestSeconds = hardware.RestSecondsOf(stage),
        Engines = stage.Engines,
        SubBatchRows = stage.SubBatchRows,
        Host = host,
        Reply = overhead?.OfStage(stage),
    };

    /// <summary>Machines whose cores are shared come first; every other stage is by itself.</summary>
    private int HostOf(DesignedStage stage, string[] shared, int index) =>
        hardware.CoresOf(stage) > 0 ? Array.IndexOf(shared, stage.Hardware) : shared.Length + 1 + index;

    private int GatewayHost(string[] shared)
    {
        int host = Array.IndexOf(shared, hardware.ServingHardware);
        return host >= 0 ? host : shared.Length;
    }

    private double OverheadCpu(Design design, string machine) =>
        hardware.Serving is { } serving && hardware.ServingHardware == machine ? new ServingOverhead(serving.Overhead!, design).CpuSeconds : 0;
}
