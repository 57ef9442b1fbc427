using RecPipe.AccelEmulator.Answers;
using RecPipe.Ranking.Stages;

namespace RecPipe.AccelEmulator.Tests;

/// <summary>When an emulated stage answers and with what, in virtual time and to the tick.</summary>
public class VirtualTimeTests(TinyWorld world)
{
    private static readonly TimeSpan s_ms = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task An_answer_leaves_when_the_device_is_done_and_the_next_query_waits_for_that()
    {
        await using VirtualEmulator emulator = new(world);
        Task<StageReply> first = emulator.Rank();
        emulator.Clock.Advance(0.5 * s_ms);
        Task<StageReply> second = emulator.Rank();
        first.IsCompleted.ShouldBeFalse();

        emulator.Pacer.Next();
        Times(await first).ShouldBe((TimeSpan.Zero, 2 * s_ms, TimeSpan.Zero));
        emulator.Pacer.Next();
        Times(await second).ShouldBe((1.5 * s_ms, 2 * s_ms, TimeSpan.Zero));
        (await first).Positions.ToArray().ShouldBe(world.BestOf(TinyWorld.Narrow, [5, 9, 1, 2], 2));
    }

    [Fact]
    public async Task Units_work_at_the_same_time()
    {
        await using VirtualEmulator emulator = new(world, units: 2);
        Task<StageReply>[] queries = [emulator.Rank(), emulator.Rank(), emulator.Rank()];
        foreach (Task<StageReply> query in queries)
        {
            emulator.Pacer.Next();
            await query;
        }
        (await Task.WhenAll(queries)).Select(reply => reply.Queue).ShouldBe([TimeSpan.Zero, TimeSpan.Zero, 2 * s_ms]);
    }

    [Fact]
    public async Task A_late_host_is_told_in_the_reply_and_delays_no_answer_after_it()
    {
        await using VirtualEmulator emulator = new(world);
        Task<StageReply> first = emulator.Rank(), second = emulator.Rank();
        emulator.Pacer.Next(late: 1.25 * s_ms);
        Times(await first).ShouldBe((TimeSpan.Zero, 2 * s_ms, 1.25 * s_ms));
        emulator.Pacer.Next();
        Times(await second).ShouldBe((2 * s_ms, 2 * s_ms, TimeSpan.Zero));

        LatenessReport report = emulator.Lateness.Report();
        (report.Answers, report.Beyond, report.Max, report.IsValid).ShouldBe((2, 1, 1.25 * s_ms, false));
        emulator.Lateness.Reset();
        emulator.Lateness.Report().IsValid.ShouldBeTrue();
    }

    [Fact]
    public async Task A_query_that_the_host_alone_failed_counts_against_the_run()
    {
        using HeldFeatures features = new(world.Store);
        await using VirtualEmulator emulator = new(world, features: features);
        using CancellationTokenSource caller = new();
        Task<StageReply> query = emulator.Rank(deadline: 20 * s_ms, cancellationToken: caller.Token);
        emulator.Pacer.Next();
        emulator.Clock.Advance(20 * s_ms);

        await caller.CancelAsync();

        (await query).Status.ShouldBe(StageStatus.DeadlineExceeded);
        features.Release(); // an engine that was held when the query was given up would be waited for for ever
        LatenessReport report = emulator.Lateness.Report();
        (report.Answers, report.Failures, report.IsValid).ShouldBe((0, 1, false));
    }

    [Fact]
    public async Task A_host_that_ranks_slower_than_the_device_is_late_by_the_difference()
    {
        using HeldFeatures features = new(world.Store);
        await using VirtualEmulator emulator = new(world, features: features);
        Task<StageReply> query = emulator.Rank();
        await features.EngineIsBusy();
        emulator.Pacer.Next();
        emulator.Clock.Advance(3 * s_ms);
        query.IsCompleted.ShouldBeFalse();
        features.Release();
        Times(await query).ShouldBe((TimeSpan.Zero, 2 * s_ms, 3 * s_ms));
    }

    [Fact]
    public async Task The_time_scale_slows_the_host_and_replies_stay_in_modelled_time()
    {
        await using VirtualEmulator emulator = new(world, timeScale: 10);
        Task<StageReply> first = emulator.Rank(), second = emulator.Rank();
        DateTimeOffset start = emulator.Clock.GetUtcNow();
        emulator.Pacer.Next();
        await first;
        emulator.Pacer.Next(late: s_ms);
        Times(await second).ShouldBe((2 * s_ms, 2 * s_ms, s_ms));
        (emulator.Clock.GetUtcNow() - start).ShouldBe(41 * s_ms);
    }

    [Fact]
    public async Task A_full_queue_refuses_at_once()
    {
        await using VirtualEmulator emulator = new(world, queueCapacity: 1);
        Task<StageReply>[] accepted = [emulator.Rank(), emulator.Rank()];
        StageReply refused = await emulator.Rank();
        refused.Status.ShouldBe(StageStatus.ResourceExhausted);
        refused.Detail.ShouldContain("device is full: 1 queries");
        await Finish(emulator, accepted);
        emulator.Lateness.Report().Answers.ShouldBe(2);
    }

    [Fact]
    public async Task A_query_whose_turn_comes_after_its_deadline_is_answered_then_and_takes_no_time()
    {
        await using VirtualEmulator emulator = new(world);
        Task<StageReply> first = emulator.Rank(), late = emulator.Rank(deadline: 2 * s_ms), third = emulator.Rank();
        emulator.Pacer.Next();
        await first;
        late.IsCompleted.ShouldBeFalse();
        emulator.Pacer.Next();
        StageReply reply = await late;
        (reply.Status, reply.Queue).ShouldBe((StageStatus.DeadlineExceeded, 2 * s_ms));
        emulator.Pacer.Next();
        Times(await third).ShouldBe((2 * s_ms, 2 * s_ms, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_query_that_starts_in_time_runs_to_its_end_even_when_that_is_too_late()
    {
        await using VirtualEmulator emulator = new(world);
        Task<StageReply> late = emulator.Rank(deadline: s_ms), second = emulator.Rank();
        emulator.Pacer.Next();
        (await late).Status.ShouldBe(StageStatus.DeadlineExceeded);
        emulator.Pacer.Next();
        Times(await second).ShouldBe((2 * s_ms, 2 * s_ms, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_deadline_that_has_passed_is_refused_without_a_place()
    {
        await using VirtualEmulator emulator = new(world);
        (await emulator.Rank(deadline: TimeSpan.Zero)).Status.ShouldBe(StageStatus.DeadlineExceeded);
        emulator.Pacer.Pending.ShouldBe(0);
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_answered_at_once_and_the_query_keeps_its_place()
    {
        await using VirtualEmulator emulator = new(world);
        using CancellationTokenSource caller = new();
        Task<StageReply> given = emulator.Rank(cancellationToken: caller.Token), second = emulator.Rank();
        await caller.CancelAsync();
        (await given).Status.ShouldBe(StageStatus.Cancelled);
        emulator.Pacer.Next();
        emulator.Pacer.Next();
        Times(await second).ShouldBe((2 * s_ms, 2 * s_ms, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("nobody", 1, 1, StageStatus.NotFound, "narrow, wide")]
    [InlineData(TinyWorld.Narrow, 3000, 1, StageStatus.InvalidArgument, "position 0 holds 3000")]
    [InlineData(TinyWorld.Narrow, 1, 0, StageStatus.InvalidArgument, "keep")]
    public async Task A_bad_query_takes_no_place(string model, int candidate, int keep, StageStatus status, string detail)
    {
        await using VirtualEmulator emulator = new(world);
        StageReply reply = await emulator.Stage.RankAsync(TinyWorld.Query([candidate], keep, model), TestContext.Current.CancellationToken);
        (reply.Status, emulator.Pacer.Pending).ShouldBe((status, 0));
        reply.Detail.ShouldContain(detail);
    }

    [Fact]
    public async Task More_candidates_than_were_measured_are_refused()
    {
        await using VirtualEmulator emulator = new(world);
        StageReply reply = await emulator.Stage.RankAsync(TinyWorld.Query(new int[4097]), TestContext.Current.CancellationToken);
        reply.Status.ShouldBe(StageStatus.InvalidArgument);
        reply.Detail.ShouldContain("4097 candidates are more than the 4096");
    }

    [Fact]
    public async Task A_drain_answers_what_was_accepted_and_refuses_the_rest()
    {
        await using VirtualEmulator emulator = new(world);
        Task<StageReply> accepted = emulator.Rank();
        emulator.Stage.BeginDrain();
        (await emulator.Rank()).Status.ShouldBe(StageStatus.Unavailable);
        Task drained = emulator.Stage.DisposeAsync().AsTask();
        drained.IsCompleted.ShouldBeFalse();
        emulator.Pacer.Next();
        (await accepted).Status.ShouldBe(StageStatus.Ok);
        await drained;
    }

    [Fact]
    public async Task What_is_not_due_within_the_drain_limit_is_Unavailable()
    {
        await using VirtualEmulator emulator = new(world);
        Task<StageReply> accepted = emulator.Rank();
        Task drained = emulator.Stage.DrainAsync(s_ms).AsTask();
        emulator.Clock.Advance(s_ms);
        await drained;
        (await accepted).Status.ShouldBe(StageStatus.Unavailable);
    }

    private static (TimeSpan Queue, TimeSpan Compute, TimeSpan Late) Times(StageReply reply)
    {
        reply.Status.ShouldBe(StageStatus.Ok, reply.Detail);
        return (reply.Queue, reply.Compute, reply.Late);
    }

    private static async Task Finish(VirtualEmulator emulator, IEnumerable<Task<StageReply>> queries)
    {
        foreach (Task<StageReply> query in queries)
        {
            emulator.Pacer.Next();
            (await query).Status.ShouldBe(StageStatus.Ok);
        }
    }
}
