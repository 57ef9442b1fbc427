using RecPipe.Simulation.Pipelines;
using RecPipe.Simulation.Replications;
using RecPipe.Simulation.ServiceTimes;
using RecPipe.Simulation.Statistics;
using RecPipe.Workloads.Arrivals;

namespace RecPipe.Simulation.Tests.Pipelines;

/// <summary>Simulated pipelines, and their comparison with theory.</summary>
internal static class Simulated
{
    /// <summary>Under Poisson arrivals.</summary>
    public static ReplicatedStatistics Of(SimulatedPipeline pipeline, double arrivals) =>
        Replicator.Run(pipeline, seed => new PoissonArrivals(arrivals, seed), new() { Queries = 200_000, WarmUp = 20_000, Least = 16, Most = 16, Seed = 7 });

    /// <summary>Of queries that come at these times.</summary>
    public static PipelineStatistics At(SimulatedPipeline pipeline, params double[] arrivals) =>
        new PipelineSimulation(pipeline).Run(new TraceArrivals(arrivals), arrivals.Length, 0, 1);

    /// <summary>A stage that always takes so many seconds.</summary>
    public static SimulatedStage Constant(double seconds) => new() { Name = "stage", Items = 1, Service = new ConstantTime(seconds) };

    /// <summary>Within 1 % or its own confidence interval, which must not be wide.</summary>
    public static void ShouldAgreeWith(this Interval found, double truth)
    {
        Math.Abs(found.Value - truth).ShouldBeLessThanOrEqualTo(Math.Max(0.01 * truth, found.HalfWidth), $"found {found.Value} +- {found.HalfWidth}, theory {truth}");
        found.HalfWidth.ShouldBeLessThan(0.03 * truth);
    }
}
