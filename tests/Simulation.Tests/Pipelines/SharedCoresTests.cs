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
        found.Mean.ShouldAgreeWith(Welch(Arrivals, Rested, Rested * Rested));
    }

    [Theory]
    [InlineData(0.0002)]
    [InlineData(0.002)]
    public void An_engine_that_was_idle_for_a_moment_has_rested_with_a_chance(double restSeconds)
    {
        const double Rested = 0.0016, Arrivals = 0.6 / Service;
        SimulatedStage stage = Simulated.Constant(Service) with { Rested = new ConstantTime(Rested), RestSeconds = restSeconds };
        ReplicatedStatistics found = Simulated.Of(new() { Stages = [stage] }, Arrivals);

        // Idle times are exponential, so that e^(-idle / rest) is on average
        double warm = Arrivals / (Arrivals + 1 / restSeconds);
        found.Mean.ShouldAgreeWith(Welch(Arrivals, warm * Service + (1 - warm) * Rested, warm * Service * Service + (1 - warm) * Rested * Rested));
    }

    [Fact]
    public void Engines_of_one_worker_rest_each_by_itself()
    {
        SimulatedStage stage = Simulated.Constant(1) with { Engines = 2, Rested = new ConstantTime(2), RestSeconds = 1e-9 };

        // Two engines that never worked; one more query waits for the first to finish, and comes to an engine that was at work until then.
        Simulated.At(new() { Stages = [stage] }, 0, 0.5, 1).MeanLatency.ShouldBe((2 + 2 + (2 - 1 + 1)) / 3.0, 1e-9);
        // The second query wakes the engine that has never worked, not the one that finished a moment ago and would be warm still.
        Simulated.At(new() { Stages = [stage with { RestSeconds = 1e9 }] }, 0, 2.5, 3).MeanLatency.ShouldBe((2 + 2 + 1) / 3.0, 1e-6);
    }

    /// <summary>M/G/1 whose first query of a busy time takes otherwise: mean time in the system (Welch 1964).</summary>
    /// <param name="arrivals">A second.</param>
    /// <param name="first">Mean time of the first, s.</param>
    /// <param name="firstSquared">Mean of its square.</param>
    private static double Welch(double arrivals, double first, double firstSquared)
    {
        double spare = 1 - arrivals * Service, shared = spare + arrivals * first;
        return arrivals / 2 * (Service * Service / spare + (firstSquared - Service * Service) / shared) + first / shared;
    }

    private static SimulatedPipeline OnCores(int cores, SimulatedStage stage) => new() { Stages = [stage], Cores = [cores] };

    private sealed class SlowerWithTwo : ServiceTime
    {
        public override double Sample(int items, int busy, ref Xoshiro256 random) => Mean(items, busy);

        public override double Mean(int items, int busy) => busy > 1 ? 1.5 : 1;
    }
}
