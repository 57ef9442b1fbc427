using CsCheck;
using RecPipe.Simulation.Pipelines;
using RecPipe.Simulation.ServiceTimes;
using RecPipe.Workloads.Arrivals;

namespace RecPipe.Simulation.Tests.Pipelines;

/// <summary>The recursion says what the events say.</summary>
public class TandemRecursionTests
{
    private static readonly Gen<(double Seconds, int Engines)> s_stages = Gen.Select(Gen.Double[0.001, 0.05], Gen.Int[1, 20]);

    [Fact]
    public void It_gives_the_simulators_latencies_to_the_bit_and_its_counts() => Gen.Select(s_stages.List[1, 3], Gen.Double[0.2, 1.2], Gen.Int[0, 3], Gen.ULong).Sample((stages, load, hops, seed) =>
    {
        double rate = load * stages.Min(stage => stage.Engines / stage.Seconds);
        SimulatedPipeline pipeline = new()
        {
            Stages = [.. stages.Select((stage, i) => new SimulatedStage
            {
                Name = $"stage {i}",
                Items = 10,
                Engines = stage.Engines,
                Service = new ConstantTime(stage.Seconds),
                Request = hops > 1 ? new ConstantTime(0.0003) : null,
                Reply = hops > 1 ? new ConstantTime(0.0002) : null,
            })],
            Entry = hops > 0 ? new ConstantTime(0.001) : null,
            Exit = hops > 2 ? new ConstantTime(0.002) : null,
        };

        PipelineStatistics events = new PipelineSimulation(pipeline).Run(new PoissonArrivals(rate, seed), 2000, 300, 1);
        PipelineStatistics recursion = TandemRecursion.TryCreate(pipeline)!.Run(new PoissonArrivals(rate, seed), 2000, 300);

        recursion.MeanLatency.ShouldBe(events.MeanLatency);
        foreach (double percentile in (double[])[1, 50, 95, 99, 100])
            recursion.Latency.Percentile(percentile).ShouldBe(events.Latency.Percentile(percentile));
        recursion.Throughput.ShouldBe(events.Throughput);
        recursion.Answered.ShouldBe(events.Answered);
        foreach ((StageStatistics actual, StageStatistics expected) in recursion.Stages.Zip(events.Stages))
        {
            actual.Name.ShouldBe(expected.Name);
            actual.Utilisation.ShouldBe(expected.Utilisation, 0.001);
            actual.MeanWait.ShouldBe(expected.MeanWait, 1e-3 * expected.MeanWait + 1e-9);
            actual.MeanQueue.ShouldBe(expected.MeanQueue, 1e-3 * expected.MeanQueue + 1e-9);
        }
    }, iter: 60);

    [Fact]
    public void A_run_of_few_arrivals_ends_with_the_last_answer()
    {
        SimulatedPipeline pipeline = new() { Stages = [new() { Name = "only", Items = 1, Service = new ConstantTime(2) }] };
        PipelineStatistics events = new PipelineSimulation(pipeline).Run(new TraceArrivals([0, 1, 1, 7]), 10, 0, 1);
        PipelineStatistics recursion = TandemRecursion.TryCreate(pipeline)!.Run(new TraceArrivals([0, 1, 1, 7]), 10, 0);
        recursion.MeanLatency.ShouldBe((2 + 3 + 5 + 2) / 4.0);
        recursion.MeanLatency.ShouldBe(events.MeanLatency);
        recursion.Throughput.ShouldBe(4 / 9.0);
        recursion.Throughput.ShouldBe(events.Throughput);
    }

    [Fact]
    public void What_needs_events_is_left_to_the_simulator()
    {
        SimulatedStage stage = new() { Name = "only", Items = 100, Engines = 2, Service = new ConstantTime(1) };
        Create(stage).ShouldNotBeNull();
        Create(stage with { SubBatchRows = 60 }).ShouldNotBeNull(); // too few candidates to split
        Create(stage with { SubBatchRows = 50 }).ShouldBeNull();
        Create(stage with { Workers = 2 }).ShouldBeNull();
        Create(stage with { QueueCapacity = 5 }).ShouldBeNull();
        Create(stage with { Service = new ExponentialTime(1) }).ShouldBeNull();
        Create(stage with { Reply = new ExponentialTime(1) }).ShouldBeNull();
        TandemRecursion.TryCreate(new() { Stages = [stage], Deadline = 5 }).ShouldBeNull();
        TandemRecursion.TryCreate(new() { Stages = [stage], Cores = [2] }).ShouldBeNull();

        static object? Create(SimulatedStage stage) => TandemRecursion.TryCreate(new() { Stages = [stage] });
    }
}
