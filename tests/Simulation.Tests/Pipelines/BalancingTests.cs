using RecPipe.Simulation.Pipelines;
using RecPipe.Simulation.ServiceTimes;
using RecPipe.Simulation.Statistics;

namespace RecPipe.Simulation.Tests.Pipelines;

/// <summary>Policies of balancing against what theory says of them.</summary>
public class BalancingTests
{
    private const double Load = 0.9;

    [Fact]
    public void Drawn_at_random_every_worker_is_a_queue_of_its_own() =>
        Latency(Balancing.Random, workers: 4).ShouldAgreeWith(1 / (1 - Load));

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Dealt_out_in_turn_every_worker_sees_more_regular_arrivals(int workers) =>
        Latency(Balancing.RoundRobin, workers).ShouldAgreeWith(BalancingTheory.InTurn(Load, workers));

    [Fact]
    public void The_less_loaded_of_two_is_as_good_as_Mitzenmacher_says_for_many_workers() =>
        Latency(Balancing.PowerOfTwoChoices, workers: 500).ShouldAgreeWith(BalancingTheory.TwoChoices(Load));

    [Theory]
    [InlineData(Balancing.LeastLoaded)]
    [InlineData(Balancing.PowerOfTwoChoices)] // of two workers both are drawn
    public void Of_two_workers_the_shorter_queue_is_joined(Balancing balancing) =>
        Latency(balancing, workers: 2).ShouldAgreeWith(BalancingTheory.ShorterOfTwo(Load));

    [Fact]
    public void One_shared_queue_is_best_then_the_least_loaded_then_two_choices_then_turns_then_chance()
    {
        double shared = 1 + ClosedForms.ManyMeanWait(8 * Load, 1, 8);
        double[] waits = [shared, .. new[] { Balancing.LeastLoaded, Balancing.PowerOfTwoChoices, Balancing.RoundRobin, Balancing.Random }.Select(balancing => Latency(balancing, workers: 8).Value)];
        waits.ShouldBeInOrder(SortDirection.Ascending);
    }

    private static Interval Latency(Balancing balancing, int workers)
    {
        SimulatedStage stage = new() { Name = "stage", Items = 1, Service = new ExponentialTime(1), Workers = workers, Balancing = balancing };
        return Simulated.Of(new() { Stages = [stage] }, workers * Load).Mean;
    }
}
