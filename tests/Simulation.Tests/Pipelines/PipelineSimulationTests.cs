using RecPipe.Simulation.Pipelines;
using RecPipe.Simulation.ServiceTimes;
using RecPipe.Workloads.Arrivals;

namespace RecPipe.Simulation.Tests.Pipelines;

/// <summary>What every run keeps to, whatever its pipeline.</summary>
public class PipelineSimulationTests
{
    private const double Mean = 0.001;

    [Fact]
    public void The_same_seed_gives_the_same_run_to_the_bit_and_another_seed_another()
    {
        PipelineSimulation simulation = new(Crowded());
        PipelineStatistics first = Run(simulation, seed: 5), again = Run(simulation, seed: 5), fresh = Run(new(Crowded()), seed: 5), other = Run(simulation, seed: 6);
        foreach (PipelineStatistics same in (PipelineStatistics[])[again, fresh])
        {
            same.MeanLatency.ShouldBe(first.MeanLatency);
            same.Events.ShouldBe(first.Events);
            same.Stages.ShouldBe(first.Stages);
            same.Latency.Percentile(99).ShouldBe(first.Latency.Percentile(99));
            (same.Answered, same.Degraded, same.Shed, same.Late).ShouldBe((first.Answered, first.Degraded, first.Shed, first.Late));
        }
        other.MeanLatency.ShouldNotBe(first.MeanLatency);
    }

    [Fact]
    public void Every_query_ends_once()
    {
        PipelineStatistics run = Run(new(Crowded()), seed: 3);
        (run.Answered + run.Shed + run.Late).ShouldBe(20_000);
        run.Latency.Count.ShouldBe(run.Answered);
        long[] ends = [run.Degraded, run.Shed, run.Late, run.Stages.Sum(stage => stage.Hedged), run.Stages.Sum(stage => stage.Refused)];
        ends.ShouldAllBe(count => count > 0, "the pipeline is meant to be so crowded that all of it happens");
    }

    [Fact]
    public void Events_allocate_nothing()
    {
        foreach (SimulatedPipeline pipeline in (SimulatedPipeline[])[Crowded(), Crowded() with { Stages = [.. Crowded().Stages.Select(stage => stage with { Balancing = Balancing.PowerOfTwoChoices })] }])
        {
            PipelineSimulation simulation = new(pipeline);
            Run(simulation, seed: 1);
            long brief = Allocations.Of(() => Run(simulation, seed: 1, queries: 1_000)), long_ = Allocations.Of(() => Run(simulation, seed: 1));
            // Both allocate their arrivals and their result, whose histogram is as wide as the latencies differ; an allocation an event would be megabytes.
            (long_ - brief).ShouldBeLessThan(32_768);
        }
    }

    /// <summary>Hops, splits, hedges, refusals and missed deadlines, all of them often.</summary>
    private static SimulatedPipeline Crowded()
    {
        SimulatedStage stage = new()
        {
            Name = "first",
            Items = 4096,
            Service = new LogNormalTime(new ConstantTime(Mean), 1),
            Workers = 3,
            Engines = 2,
            QueueCapacity = 2,
            SubBatchRows = 512,
            Request = new ExponentialTime(Mean / 10),
            Reply = new ExponentialTime(Mean / 10),
            HedgeAfter = 3 * Mean,
        };
        return new()
        {
            Deadline = 5 * Mean,
            Entry = new ConstantTime(Mean / 20),
            Exit = new EmpiricalTime([Mean / 20, Mean / 10]),
            Stages = [stage, stage with { Name = "second", Items = 512, Balancing = Balancing.RoundRobin }, stage with { Name = "third", Items = 128, Balancing = Balancing.Random, Engines = 1 }],
        };
    }

    private static PipelineStatistics Run(PipelineSimulation simulation, ulong seed, long queries = 20_000) =>
        simulation.Run(new PoissonArrivals(2.5 / Mean, seed), queries, warmUp: 1_000, seed);
}
