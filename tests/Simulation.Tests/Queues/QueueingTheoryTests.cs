namespace RecPipe.Simulation.Tests.Queues;

/// <summary>Mean waits and refusals against what theory says, within the runs' own standard errors.</summary>
public class QueueingTheoryTests
{
    private const double Service = 0.001;
    private const int Endless = 100_000;

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public void One_unit_with_constant_service_waits_as_Pollaczek_and_Khinchine_say(double utilisation) =>
        Station.Offer(new(1, Endless), utilisation / Service, _ => Service, 1)
            .Wait.ShouldAgreeWith(Service * Theory.DeterministicSingle(utilisation));

    [Theory]
    [InlineData(2, 0.5)]
    [InlineData(2, 0.8)]
    [InlineData(4, 0.8)]
    public void Several_units_with_constant_service_wait_as_Crommelin_says(int units, double utilisation) =>
        Station.Offer(new(units, Endless), units * utilisation / Service, _ => Service, 2)
            .Wait.ShouldAgreeWith(Service * Theory.DeterministicMany(utilisation, units));

    [Theory]
    [InlineData(1, 0.8)]
    [InlineData(3, 0.8)]
    [InlineData(8, 0.9)]
    public void Several_units_with_exponential_service_wait_as_Erlang_says(int units, double utilisation) =>
        Station.Offer(new(units, Endless), units * utilisation / Service, Exponential, 3)
            .Wait.ShouldAgreeWith(Service * Theory.ExponentialMany(utilisation, units));

    [Theory]
    [InlineData(1, 0, 0.5)]
    [InlineData(2, 3, 0.9)]
    [InlineData(1, 4, 1.5)]
    public void A_bounded_queue_refuses_the_share_that_finds_it_full(int units, int capacity, double utilisation) =>
        Station.Offer(new(units, capacity), units * utilisation / Service, Exponential, 4)
            .Refused.ShouldAgreeWith(Theory.RefusedShare(utilisation, units, capacity));

    [Fact]
    public void The_two_closed_forms_for_constant_service_agree_where_both_hold() =>
        Theory.DeterministicMany(0.8, 1).ShouldBe(Theory.DeterministicSingle(0.8), 1e-9);

    private static double Exponential(double uniform) => -Service * Math.Log(1 - uniform);
}
