using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RecPipe.Gateway.Tests.Serving;
using RecPipe.Gateway.Workers;
using RecPipe.Ranking;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Tests;

/// <summary>Retry, hedging, circuit breaking and balancing over in-process workers, in virtual time.</summary>
public class ResilienceTests
{
    private static readonly StageConfig s_stage = new() { Model = "small", Keep = 5 };

    private readonly FakeTimeProvider _clock = new();
    private readonly ScoringStage _a;
    private readonly ScoringStage _b;

    public ResilienceTests() => (_a, _b) = (new("a", _clock), new("b", _clock));

    [Fact]
    public async Task An_unavailable_worker_is_replaced_by_another()
    {
        ResilientStage stage = Stage(s_stage);
        _a.Fail["small"] = StageStatus.Unavailable;
        (StageReply reply, int attempts, _) = await RankAsync(stage);
        (reply.Status, reply.Worker, attempts).ShouldBe((StageStatus.Ok, "b", 2));
    }

    [Theory]
    [InlineData(StageStatus.InvalidArgument)]
    [InlineData(StageStatus.NotFound)]
    [InlineData(StageStatus.DeadlineExceeded)]
    [InlineData(StageStatus.Internal)]
    public async Task A_failure_that_another_worker_would_repeat_is_not_retried(StageStatus status)
    {
        ResilientStage stage = Stage(s_stage with { Retries = 5 });
        _a.Fail["small"] = status;
        (StageReply reply, int attempts, _) = await RankAsync(stage);
        (reply.Status, attempts, _b.Seen.Count).ShouldBe((status, 1, 0));
    }

    [Fact]
    public async Task Without_another_worker_there_is_no_retry()
    {
        ResilientStage stage = Stage(s_stage with { Retries = 5 }, _a);
        _a.Fail["small"] = StageStatus.Unavailable;
        (StageReply reply, int attempts, _) = await RankAsync(stage);
        (reply.Status, attempts, _a.Seen.Count).ShouldBe((StageStatus.Unavailable, 1, 1));
    }

    [Fact]
    public async Task Of_a_full_fleet_only_two_workers_are_asked()
    {
        ScoringStage[] fleet = [_a, _b, new("c", _clock), new("d", _clock)];
        foreach (ScoringStage worker in fleet)
            worker.Fail["small"] = StageStatus.ResourceExhausted;
        (StageReply reply, int attempts, _) = await RankAsync(Stage(s_stage with { Retries = 5 }, fleet));
        (reply.Status, attempts).ShouldBe((StageStatus.ResourceExhausted, 2));
    }

    [Fact]
    public async Task A_budget_ends_the_stage_before_the_deadline_does()
    {
        ResilientStage stage = Stage(s_stage with { Budget = TimeSpan.FromMilliseconds(5) });
        _a.Hold["small"] = new TaskCompletionSource().Task;
        Task<(StageReply Reply, int Attempts, int Hedges)> call = RankAsync(stage).AsTask();
        await _a.Entered.Task;
        _clock.Advance(TimeSpan.FromMilliseconds(5));
        (await call).Reply.Status.ShouldBe(StageStatus.DeadlineExceeded);
        (await call).Attempts.ShouldBe(1);
        _a.Seen.Single().Left.ShouldBe(TimeSpan.FromMilliseconds(5));
    }

    [Fact]
    public async Task A_hedge_asks_a_second_worker_and_the_first_answer_wins()
    {
        ResilientStage stage = Stage(s_stage with { HedgeAfter = TimeSpan.FromMilliseconds(3) });
        _a.Hold["small"] = new TaskCompletionSource().Task;
        Task<(StageReply Reply, int Attempts, int Hedges)> call = RankAsync(stage).AsTask();
        await _a.Entered.Task;
        _b.Seen.ShouldBeEmpty();
        _clock.Advance(TimeSpan.FromMilliseconds(3));
        (await call).Reply.Worker.ShouldBe("b");
        ((await call).Attempts, (await call).Hedges).ShouldBe((2, 1));
        await _a.Cancelled.Task;
    }

    [Fact]
    public async Task Where_stages_are_hedged_a_call_that_repeats_a_failed_one_is_no_hedge()
    {
        ResilientStage stage = Stage(s_stage with { HedgeAfter = TimeSpan.FromMilliseconds(3) });
        _a.Fail["small"] = StageStatus.Unavailable;
        (StageReply reply, int attempts, int hedges) = await RankAsync(stage);
        (reply.Worker, attempts, hedges).ShouldBe(("b", 2, 0));
    }

    [Fact]
    public async Task A_worker_that_is_fast_enough_is_not_hedged()
    {
        ResilientStage stage = Stage(s_stage with { HedgeAfter = TimeSpan.FromMilliseconds(3) });
        (await RankAsync(stage)).Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task A_single_worker_is_never_hedged()
    {
        ResilientStage stage = Stage(s_stage with { HedgeAfter = TimeSpan.FromMilliseconds(3) }, _a);
        TaskCompletionSource gate = new();
        _a.Hold["small"] = gate.Task;
        Task<(StageReply Reply, int Attempts, int Hedges)> call = RankAsync(stage).AsTask();
        await _a.Entered.Task;
        _clock.Advance(TimeSpan.FromMilliseconds(30));
        gate.SetResult();
        (await call).Reply.Status.ShouldBe(StageStatus.Ok);
        (await call).Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task A_circuit_opens_is_left_alone_is_probed_once_and_closes()
    {
        ResilientStage stage = Stage(s_stage);
        _a.Fail["small"] = StageStatus.Unavailable;
        for (int i = 0; i < 2 * StageResilience.FewestCalls; i++)
            (await RankAsync(stage)).Reply.Worker.ShouldBe("b");
        int asked = _a.Seen.Count;
        asked.ShouldBe(StageResilience.FewestCalls);
        for (int i = 0; i < 10; i++)
            (await RankAsync(stage)).Attempts.ShouldBe(1);
        _a.Seen.Count.ShouldBe(asked, "an open circuit lets nothing through");

        _clock.Advance(StageResilience.BreakDuration);
        for (int i = 0; i < 4; i++)
            (await RankAsync(stage)).Reply.Status.ShouldBe(StageStatus.Ok);
        _a.Seen.Count.ShouldBe(asked + 1, "one query probes it, and fails");

        _a.Fail.Clear();
        _clock.Advance(StageResilience.BreakDuration);
        List<string> answered = [];
        for (int i = 0; i < 10; i++)
            answered.Add((await RankAsync(stage)).Reply.Worker);
        answered.Count(worker => worker == "a").ShouldBe(5);
    }

    [Fact]
    public async Task When_every_circuit_is_open_a_query_fails_at_once()
    {
        ResilientStage stage = Stage(s_stage, _a);
        _a.Fail["small"] = StageStatus.Unavailable;
        for (int i = 0; i < StageResilience.FewestCalls; i++)
            await RankAsync(stage);
        (StageReply reply, int attempts, _) = await RankAsync(stage);
        (reply.Status, attempts, _a.Seen.Count).ShouldBe((StageStatus.Unavailable, 0, StageResilience.FewestCalls));
        reply.Detail.ShouldContain("circuit");
    }

    [Fact]
    public async Task Short_deadlines_of_clients_do_not_open_a_circuit_but_a_worker_that_hangs_does()
    {
        ResilientStage stage = Stage(s_stage, _a);
        _a.Fail["small"] = StageStatus.DeadlineExceeded;
        for (int i = 0; i < 3 * StageResilience.FewestCalls; i++)
            await RankAsync(stage, Deadline.After(TimeSpan.FromMilliseconds(1), _clock));
        _a.Seen.Count.ShouldBe(3 * StageResilience.FewestCalls);
        for (int i = 0; i < 30 * StageResilience.FewestCalls; i++)
            await RankAsync(stage);
        (await RankAsync(stage)).Reply.Status.ShouldBe(StageStatus.Unavailable);
    }

    [Fact]
    public async Task Idle_workers_take_turns()
    {
        ResilientStage stage = Stage(s_stage);
        List<string> answered = [];
        for (int i = 0; i < 6; i++)
            answered.Add((await RankAsync(stage)).Reply.Worker);
        answered.ShouldBe(["a", "b", "a", "b", "a", "b"]);
    }

    [Fact]
    public async Task The_worker_with_the_fewest_outstanding_calls_is_asked()
    {
        ResilientStage stage = Stage(s_stage);
        TaskCompletionSource gate = new();
        _a.Hold["small"] = gate.Task;
        Task<(StageReply, int, int)> slow = RankAsync(stage).AsTask();
        for (int i = 0; i < 5; i++)
            (await RankAsync(stage)).Reply.Worker.ShouldBe("b");
        gate.SetResult();
        await slow;
        _a.Hold.Clear();
        List<string> after = [(await RankAsync(stage)).Reply.Worker, (await RankAsync(stage)).Reply.Worker];
        after.ShouldBe(["a", "b"], ignoreOrder: true);
    }

    private ResilientStage Stage(StageConfig config, params ScoringStage[] workers)
    {
        ScoringStage[] stages = workers.Length > 0 ? workers : [_a, _b];
        WorkerSet set = new([.. stages.Select(stage => new Worker(stage.Name, stage, _clock, NullLogger.Instance))]);
        return new(config, TimeSpan.FromSeconds(1), set, _clock);
    }

    private ValueTask<(StageReply Reply, int Attempts, int Hedges)> RankAsync(ResilientStage stage, Deadline? deadline = null) =>
        stage.RankAsync(Samples.Ids, null, null, deadline ?? Deadline.After(TimeSpan.FromSeconds(1), _clock), TestContext.Current.CancellationToken);
}
