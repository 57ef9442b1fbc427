using RecPipe.Simulation.Pipelines;
using RecPipe.Simulation.Replications;
using RecPipe.Simulation.ServiceTimes;

namespace RecPipe.Simulation.Tests.Pipelines;

/// <summary>Splits, hedges, refusals, deadlines: by closed forms where there are some, by hand where not.</summary>
public class GatewaySemanticsTests
{
    [Fact]
    public void A_query_that_finds_engines_idle_is_split_and_joined_at_its_last_part()
    {
        // four independent exponential parts: the last one ends after 1 + 1/2 + 1/3 + 1/4 means
        SimulatedStage stage = Exponential() with { Items = 4096, Engines = 4, SubBatchRows = 1024 };
        Simulated.Of(new() { Stages = [stage] }, 0.0005).Mean.ShouldAgreeWith(25.0 / 12);
    }

    [Theory]
    [InlineData(512, 8, 8)] // 4096 / 512
    [InlineData(512, 3, 3)] // engines
    [InlineData(5000, 8, 1)] // too short to split
    [InlineData(0, 8, 1)] // never
    public void Parts_are_as_many_as_engines_are_idle_and_rows_allow(int rows, int engines, int parts)
    {
        SimulatedStage stage = Simulated.Constant(1) with { Items = 4096, Engines = engines, SubBatchRows = rows };
        PipelineStatistics found = Simulated.At(new() { Stages = [stage] }, 0.0);
        found.Events.ShouldBe(2 + 2 * parts); // arrival, answer, and a start and an end for each part
    }

    [Fact]
    public void A_query_that_has_waited_is_not_split()
    {
        SimulatedStage stage = Simulated.Constant(1) with { Items = 4096, Engines = 2, SubBatchRows = 512 };
        Simulated.At(new() { Stages = [stage] }, 0.0, 0.5).Events.ShouldBe(2 * 2 + 2 * (2 + 1));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    public void A_hedge_between_idle_workers_is_the_lesser_of_two_times_one_of_them_delayed(double after)
    {
        SimulatedStage stage = Exponential() with { Workers = 2, HedgeAfter = after };
        ReplicatedStatistics found = Simulated.Of(new() { Stages = [stage] }, 0.0002);
        found.Mean.ShouldAgreeWith(1 - Math.Exp(-after) + Math.Exp(-after) / 2);
        found.Percentiles[99].ShouldAgreeWith((after - Math.Log(0.01)) / 2); // P(T > t) = exp(-t) exp(-(t - after))
    }

    [Fact]
    public void What_loses_to_a_hedge_keeps_its_engine_but_not_its_place_in_the_balance()
    {
        // 0: to worker one, 5 s. 1: hedged on worker two, 5 s more. The query is answered at 5, worker two works until 6.
        SimulatedStage stage = Simulated.Constant(5) with { Workers = 2, HedgeAfter = 1 };
        PipelineStatistics found = Simulated.At(new() { Stages = [stage] }, 0.0, 5.5, 5.6);
        found.Stages[0].Hedged.ShouldBe(3);
        // at 5.5 both loads are 0 and it is worker one's turn, which answers at 10.5; at 5.6 worker two has none: waits until 6, answers at 11
        found.MeanLatency.ShouldBe((5 + 5 + 5.4) / 3, 1e-9);
    }

    [Fact]
    public void A_query_that_two_workers_refused_is_shed_and_not_hedged_again()
    {
        SimulatedStage stage = Simulated.Constant(10) with { Workers = 3, QueueCapacity = 0, HedgeAfter = 2 };
        PipelineStatistics found = Simulated.At(new() { Stages = [stage with { HedgeAfter = double.PositiveInfinity }] }, 0.0, 0.1, 0.2, 0.3);
        (found.Answered, found.Shed, found.Stages[0].Refused, found.Stages[0].Hedged).ShouldBe((3, 1, 2, 0));
        // the first is hedged on worker two at 2, the second found worker two at 2.1 ... every worker is busy by then
        PipelineStatistics hedged = Simulated.At(new() { Stages = [stage] }, 0.0, 5.0);
        (hedged.Answered, hedged.Shed, hedged.Stages[0].Hedged, hedged.Stages[0].Refused).ShouldBe((2, 0, 2, 1));
    }

    [Fact]
    public void Two_workers_of_which_a_full_one_refers_to_the_other_lose_what_Erlang_says()
    {
        SimulatedStage stage = Exponential() with { Workers = 2, QueueCapacity = 0, Balancing = Balancing.Random };
        Simulated.Of(new() { Stages = [stage] }, 1.5).Complete.ShouldAgreeWith(1 - ClosedForms.RefusedShare(1.5, 1, 2, 2));
    }

    [Fact]
    public void Two_workers_that_refer_to_nobody_lose_what_one_of_them_does()
    {
        SimulatedStage stage = Exponential() with { Workers = 2, QueueCapacity = 0, Balancing = Balancing.Random, AsksAnother = false };
        Simulated.Of(new() { Stages = [stage] }, 1.5).Complete.ShouldAgreeWith(1 - ClosedForms.RefusedShare(0.75, 1, 1, 1));
    }

    [Theory]
    [InlineData(0.8, 3)]
    [InlineData(1.5, 4)]
    public void Queries_are_late_as_often_as_a_queue_with_impatience_says(double arrivals, double deadline)
    {
        ReplicatedStatistics found = Simulated.Of(new() { Stages = [Exponential()], Deadline = deadline }, arrivals);
        found.Complete.ShouldAgreeWith(ClosedForms.InTimeShare(arrivals, 1, deadline));
        found.Latency.Percentile(100).ShouldBeLessThanOrEqualTo(deadline * 1.001);
    }

    [Fact]
    public void Whatever_a_later_stage_fails_goes_out_degraded_at_the_deadline()
    {
        SimulatedPipeline pipeline = new() { Stages = [Simulated.Constant(1), Simulated.Constant(4)], Deadline = 3, Exit = new ConstantTime(0.25) };
        PipelineStatistics found = Simulated.At(pipeline, 0.0);
        (found.Answered, found.Degraded, found.MeanLatency).ShouldBe((1, 1, 3.25));
        Simulated.At(pipeline with { AnswerDegraded = false }, 0.0).Late.ShouldBe(1);
        Simulated.At(pipeline with { Deadline = 0.5 }, 0.0).Late.ShouldBe(1, "before the first stage is done there is nothing to answer with");
    }

    [Fact]
    public void A_stage_over_its_budget_ends_before_the_deadline_does()
    {
        SimulatedPipeline pipeline = new() { Stages = [Simulated.Constant(1), Simulated.Constant(4) with { Budget = 0.5 }], Deadline = 30 };
        PipelineStatistics found = Simulated.At(pipeline, 0.0);
        (found.Degraded, found.MeanLatency).ShouldBe((1, 1.5));
    }

    [Fact]
    public void A_full_later_stage_degrades_and_a_full_first_stage_sheds()
    {
        SimulatedStage full = Simulated.Constant(10) with { QueueCapacity = 0 };
        PipelineStatistics later = Simulated.At(new() { Stages = [Simulated.Constant(1) with { Engines = 2 }, full] }, 0.0, 0.5);
        (later.Answered, later.Degraded, later.Shed, later.MeanLatency).ShouldBe((2, 1, 0, 6));
        PipelineStatistics first = Simulated.At(new() { Stages = [full, Simulated.Constant(1)] }, 0.0, 0.5);
        (first.Answered, first.Degraded, first.Shed).ShouldBe((1, 0, 1));
    }

    [Fact]
    public void A_device_runs_what_was_given_up_and_a_worker_passes_over_it()
    {
        // the first two are answered at 2 and 2.1, their hedges, sent at 1.5 and 1.6, still wait; the last one finds out
        SimulatedStage worker = Simulated.Constant(2) with { Workers = 2, HedgeAfter = 1.5 };
        double[] arrivals = [0, 0.1, 0.2, 5];
        Simulated.At(new() { Stages = [worker] }, arrivals).MeanLatency.ShouldBe((2 + 2 + 3.8 + 2) / 4, 1e-9);
        Simulated.At(new() { Stages = [worker with { RunsAbandoned = true }] }, arrivals).MeanLatency.ShouldBe((2 + 2 + 3.8 + 3) / 4, 1e-9);
    }

    [Fact]
    public void Stages_that_share_a_worker_are_one_queue_that_every_query_joins_twice()
    {
        SimulatedPipeline pipeline = new() { Stages = [Exponential(), Exponential() with { WorkersOf = 0 }] };
        const double arrivals = 0.4, load = 2 * arrivals;
        ReplicatedStatistics found = Simulated.Of(pipeline, arrivals);
        found.Mean.ShouldAgreeWith(load / (1 - load) / arrivals); // Jackson 1963: as an M/M/1 queue of twice the rate
        found.Stages.Sum(stage => stage.Utilisation).ShouldBe(load, 0.01);
    }

    [Fact]
    public void Stages_that_share_a_worker_or_have_a_budget_need_events()
    {
        SimulatedStage plain = Simulated.Constant(1);
        TandemRecursion.TryCreate(new() { Stages = [plain, plain] }).ShouldNotBeNull();
        TandemRecursion.TryCreate(new() { Stages = [plain, plain with { WorkersOf = 0 }] }).ShouldBeNull();
        TandemRecursion.TryCreate(new() { Stages = [plain, plain with { Budget = 2 }] }).ShouldBeNull();
    }

    private static SimulatedStage Exponential() => new() { Name = "stage", Items = 1, Service = new ExponentialTime(1) };
}
