using RecPipe.Simulation.Pipelines;
using RecPipe.Simulation.ServiceTimes;
using RecPipe.Workloads.Arrivals;

namespace RecPipe.Simulation.Tests.Pipelines;

/// <summary>
/// A run by its seed. The values are those of the first version, which had another event queue: making it faster must not
/// change what it says. A change of what is modelled may.
/// </summary>
public class GoldenRunTests
{
    private const double Rounding = 1e-12; // another machine's logarithm may end in another bit

    [Fact]
    public void A_run_of_two_stages_is_what_it_was()
    {
        SimulatedStage stage = new() { Name = "a", Items = 4096, Engines = 2, Service = new ExponentialTime(0.001) };
        SimulatedPipeline pipeline = new() { Stages = [stage, stage with { Name = "b", Host = 1, Service = new LogNormalTime(new ConstantTime(0.001), 0.5) }] };
        PipelineStatistics run = new PipelineSimulation(pipeline).Run(new PoissonArrivals(1600, 11), 50_000, 5_000, 12);
        run.Events.ShouldBe(330_018);
        run.MeanLatency.ShouldBe(0.0048545819048141925, Rounding);
        run.Latency.Percentile(99).ShouldBe(0.014286041259765625, Rounding);
        run.Stages.Select(found => found.MeanWait).ShouldBe([0.0017020870405194206, 0.0011513464793547177], Rounding);
    }
}
