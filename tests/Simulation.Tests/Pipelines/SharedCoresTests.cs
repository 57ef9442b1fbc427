using RecPipe.Ranking.Randomness;
using RecPipe.Simulation.Pipelines;
using RecPipe.Simulation.Replications;
using RecPipe.Simulation.ServiceTimes;

namespace RecPipe.Simulation.Tests.Pipelines;

/// <summary>Engines that share cores, and engines that have rested.</summary>
public class SharedCoresTests
{
    private const double Service = 0.001;

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public void More_engines_than_one_core_has_are_processor_sharing_whose_mean_knows_no_variation(double utilisation)
    {
        foreach (ServiceTime service in (ServiceTime[])[new ConstantTime(Service), new ExponentialTime(Service)])
        {
            ReplicatedStatistics found = Simulated.Of(OnCores(1, Simulated.Constant(Service) with { Service = service, Engines = 1000 }), utilisation / Service);
            found.Mean.ShouldAgreeWith(Service / (1 - utilisation)); // M/G/1-PS (Kleinrock 1967)
        }
    }

    [Fact]
    public void As_many_cores_as_engines_are_none_that_are_shared()
    {
        SimulatedStage stage = Simulated.Constant(Service) with { Service = new ExponentialTime(Service), Engines = 2 };
        ReplicatedStatistics found = Simulated.Of(OnCores(2, stage), 1.5 / Service);
        found.Mean.ShouldAgreeWith(Service + ClosedForms.ManyMeanWait(1.5 / Service, 1 / Service, 2));
        found.Stages[0].Utilisation.ShouldBe(0.75, 0.01);
    }

    [Fact]
    public void A_busy_neighbour_slows_an_engine_down_for_as_long_as_it_is_busy()
    {
        SimulatedStage stage = Simulated.Constant(1) with { Service = new SlowerWithTwo(), Engines = 2 };

        // Alone until 0.5, beside the other until 1.25; the other alone from then on.
        PipelineStatistics found = Simulated.At(OnCores(2, stage), 0, 0.5);

        found.MeanLatency.ShouldBe((1.25 + 1.25) / 2, 1e-9);
    }

    [Fact]
    public void Stages_and_the_gateway_share_a_host()
    {
        SimulatedPipeline pipeline = OnCores(1, Simulated.Constant(1)) with { GatewayHost = 0, Entry = new ConstantTime(0.5), Background = new ConstantTime(1) };

        // The second query's entry shares the core with the first on its engine, then with the first's background work, as does the second on its engine.
        PipelineStatistics found = Simulated.At(pipeline, 0, 0.75);

        // Entry until 0.5; engine alone until 0.75, then beside the entry until 1.75; the first has 0.25 left, and the second waits for its engine until 2.
        // From then on the second's engine and the first's background share: 1 each, until 4.
        found.MeanLatency.ShouldBe((2 + (4 - 0.75)) / 2, 1e-9);
    }

    [Fact]
    public void A_rested_engine_is_an_exceptional_first_service()
    {
        const double Rested = 0.0016, Arrivals = 0.6 / Service;
        ReplicatedStatistics found = Simulated.Of(new() { Stages = [Simulated.Constant(Service) with { Rested = new ConstantTime(Rested) }] }, Arrivals);

        // Welch 1964
        double spare = 1 - Arrivals * Service, shared = spare + Arrivals * Rested;
        double wait = Arrivals / 2 * (Service * Service / spare + (Rested * Rested - Service * Service) / shared);
        found.Mean.ShouldAgreeWith(wait + Rested / shared);
    }

    private static SimulatedPipeline OnCores(int cores, SimulatedStage stage) => new() { Stages = [stage], Cores = [cores] };

    private sealed class SlowerWithTwo : ServiceTime
    {
        public override double Sample(int items, int busy, ref Xoshiro256 random) => Mean(items, busy);

        public override double Mean(int items, int busy) => busy > 1 ? 1.5 : 1;
    }
}
