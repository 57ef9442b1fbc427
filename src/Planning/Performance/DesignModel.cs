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
    /// <summary>Busier than this, a design is as good as saturated: its steady state is too far off to be simulated.</summary>
    public const double MostUtilisation = 0.99;

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

    /// <summary>What needs no simulation. Stages are as fast as beside all engines of their machine, gateway included.</summary>
    public PerformanceBounds Bounds(Design design)
    {
        double unloaded = design.Stages.Sum(stage => hardware.Seconds(stage, stage.Items));
        double capacity = design.Stages.Min(stage => stage.Engines / hardware.Seconds(stage, stage.Items, Math.Max(1, Math.Min(EnginesBeside(stage, design), hardware.CoresOf(stage)))));
        if (hardware.Serving is { Cores: > 0 and var host } && OverheadCpu(design, hardware.ServingHardware!) is > 0 and var overhead)
            capacity = Math.Min(capacity, host / overhead);
        foreach (IGrouping<string, DesignedStage> machine in design.Stages.Where(stage => hardware.CoresOf(stage) > 0).GroupBy(stage => stage.Hardware))
        {
            int cores = hardware.CoresOf(machine.First());
            capacity = Math.Min(capacity, cores / (machine.Sum(stage => hardware.Seconds(stage, stage.Items, cores)) + OverheadCpu(design, machine.Key)));
        }
        return new(unloaded + (hardware.Serving is { } serving ? new ServingOverhead(serving.Overhead!, design).Seconds : 0), capacity);
    }

    /// <summary>Simulates the steady state of a design under Poisson arrivals; one that is almost saturated takes longer to reach it.</summary>
    /// <param name="design">What is built.</param>
    /// <param name="rate">Offered load, queries/s.</param>
    /// <param name="options">How long, how precisely, with which seed; the warm-up is a least one.</param>
    /// <param name="cancellationToken">Stops the simulation.</param>
    public PredictedPerformance Predict(Design design, double rate, ReplicationOptions options, CancellationToken cancellationToken = default) =>
        Predict(design, seed => new PoissonArrivals(rate, seed), rate, options with { WarmUp = Math.Max(options.WarmUp, WarmUp(rate / Bounds(design).Capacity)) }, cancellationToken);

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

    private static int EnginesBeside(DesignedStage stage, Design design) => design.Stages.Where(other => other.Hardware == stage.Hardware).Sum(other => other.Engines);

    /// <summary>
    /// Queries until a queue has forgotten that it began empty: five times M/M/1's relaxation time, which is 1 / (1 - sqrt(utilisation))^2
    /// services (Morse 1955) and near saturation 4 / (1 - utilisation)^2. 0 where it never does.
    /// </summary>
    private static long WarmUp(double utilisation) => utilisation < MostUtilisation ? (long)(5 / Math.Pow(1 - Math.Sqrt(utilisation), 2)) : 0;

    private double OverheadCpu(Design design, string machine) =>
        hardware.Serving is { } serving && hardware.ServingHardware == machine ? new ServingOverhead(serving.Overhead!, design).CpuSeconds : 0;
}
