using Microsoft.Extensions.Time.Testing;
using RecPipe.Ranking;
using RecPipe.Ranking.Stages;

namespace RecPipe.Inference.Tests;

/// <summary>What the bounded queue does with queries while its one engine is held busy.</summary>
public sealed class AdmissionTests(TinyWorld world) : IAsyncDisposable
{
    private const int BatchRows = 20;

    private static readonly int[] s_candidates = [.. Enumerable.Range(0, 50)];

    private readonly FakeTimeProvider _clock = new();
    private readonly HeldFeatures _features = new(world.Store);
    private EnginePool _pool = null!;

    [Fact]
    public async Task A_full_queue_refuses_at_once_and_serves_those_it_took()
    {
        ValueTask<StageReply> running = await Occupy(queueCapacity: 2);
        Task<StageReply>[] waiting = [Rank().AsTask(), Rank().AsTask()];
        _pool.QueueDepth.ShouldBe(2);

        ValueTask<StageReply> refused = Rank();
        refused.IsCompleted.ShouldBeTrue();
        (await refused).Status.ShouldBe(StageStatus.ResourceExhausted);

        _features.Release();
        (await running).Status.ShouldBe(StageStatus.Ok);
        foreach (Task<StageReply> query in waiting)
            (await query).Status.ShouldBe(StageStatus.Ok);
        (await Rank()).Status.ShouldBe(StageStatus.Ok);
    }

    [Fact]
    public async Task A_query_that_is_late_when_an_engine_takes_it_is_not_run()
    {
        ValueTask<StageReply> running = await Occupy();
        ValueTask<StageReply> late = Rank(Deadline.After(TimeSpan.FromMilliseconds(10), _clock));
        _clock.Advance(TimeSpan.FromMilliseconds(10));
        _features.Release();
        (await running).Status.ShouldBe(StageStatus.Ok);
        StageReply reply = await late;
        reply.Status.ShouldBe(StageStatus.DeadlineExceeded);
        reply.Queue.ShouldBe(TimeSpan.FromMilliseconds(10));
        _features.Batches.Sum().ShouldBe(s_candidates.Length);
    }

    [Fact]
    public async Task A_deadline_that_has_passed_already_takes_no_place_in_the_queue()
    {
        _pool = NewPool(queueCapacity: 1);
        Deadline past = Deadline.After(TimeSpan.FromMilliseconds(1), _clock);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        (await Rank(past)).Status.ShouldBe(StageStatus.DeadlineExceeded);
        _features.Batches.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_caller_who_cancels_in_the_queue_is_answered_at_once_and_not_run()
    {
        ValueTask<StageReply> running = await Occupy();
        using CancellationTokenSource impatience = new();
        ValueTask<StageReply> query = Rank(cancellationToken: impatience.Token);
        await impatience.CancelAsync();
        (await query).Status.ShouldBe(StageStatus.Cancelled);
        _features.Release();
        (await running).Status.ShouldBe(StageStatus.Ok);
        (await Rank()).Status.ShouldBe(StageStatus.Ok);
        _features.Batches.Sum().ShouldBe(2 * s_candidates.Length);
    }

    [Fact]
    public async Task A_caller_whose_token_fires_at_the_deadline_is_late_not_cancelled()
    {
        await Occupy();
        using CancellationTokenSource timeout = new(TimeSpan.FromMilliseconds(5), _clock);
        ValueTask<StageReply> query = Rank(Deadline.After(TimeSpan.FromMilliseconds(5), _clock), timeout.Token);
        _clock.Advance(TimeSpan.FromMilliseconds(5));
        (await query).Status.ShouldBe(StageStatus.DeadlineExceeded);
    }

    [Fact]
    public async Task A_caller_who_cancels_a_running_query_does_not_wait_for_it()
    {
        using CancellationTokenSource impatience = new();
        ValueTask<StageReply> running = await Occupy(cancellationToken: impatience.Token);
        await impatience.CancelAsync();
        (await running).Status.ShouldBe(StageStatus.Cancelled);
        _features.Release();
        (await Rank()).Status.ShouldBe(StageStatus.Ok);
    }

    [Fact]
    public async Task A_running_query_that_nobody_waits_for_stops_before_its_next_batch()
    {
        using CancellationTokenSource impatience = new();
        ValueTask<StageReply> running = await Occupy(cancellationToken: impatience.Token);
        await impatience.CancelAsync();
        (await running).Status.ShouldBe(StageStatus.Cancelled);
        _features.Release();
        (await Rank()).Status.ShouldBe(StageStatus.Ok);
        _features.Batches.ShouldBe([BatchRows, BatchRows, BatchRows, 10]); // one batch of the first, all of the second
    }

    [Fact]
    public async Task A_draining_pool_finishes_what_it_took_and_takes_no_more()
    {
        ValueTask<StageReply> running = await Occupy();
        ValueTask<StageReply> waiting = Rank();
        ValueTask drained = _pool.DisposeAsync();
        (await Rank()).Status.ShouldBe(StageStatus.Unavailable);
        drained.IsCompleted.ShouldBeFalse();
        _features.Release();
        (await running).Status.ShouldBe(StageStatus.Ok);
        (await waiting).Status.ShouldBe(StageStatus.Ok);
        await drained;
    }

    [Fact]
    public async Task A_drain_that_takes_too_long_gives_up_the_waiting_and_keeps_the_running()
    {
        ValueTask<StageReply> running = await Occupy();
        ValueTask<StageReply> waiting = Rank();
        ValueTask drained = _pool.DisposeAsync();
        _clock.Advance(_pool.Options.DrainLimit);
        (await waiting).Status.ShouldBe(StageStatus.Unavailable);
        drained.IsCompleted.ShouldBeFalse();
        _features.Release();
        (await running).Status.ShouldBe(StageStatus.Ok);
        await drained;
        _features.Batches.Sum().ShouldBe(s_candidates.Length);
    }

    [Fact]
    public async Task The_reply_tells_queue_time_from_compute_time()
    {
        ValueTask<StageReply> running = await Occupy();
        ValueTask<StageReply> waiting = Rank();
        _clock.Advance(TimeSpan.FromMilliseconds(3));
        _features.Release();
        StageReply first = await running, second = await waiting;
        (first.Queue, first.Compute).ShouldBe((TimeSpan.Zero, TimeSpan.FromMilliseconds(3)));
        (second.Queue, second.Compute).ShouldBe((TimeSpan.FromMilliseconds(3), TimeSpan.Zero));
    }

    public async ValueTask DisposeAsync()
    {
        _features.Release();
        if (_pool is not null)
            await _pool.DisposeAsync();
        _features.Dispose();
    }

    private EnginePool NewPool(int queueCapacity) =>
        world.Pool(new() { Engines = 1, QueueCapacity = queueCapacity, BatchRows = BatchRows, DrainLimit = TimeSpan.FromSeconds(1) }, _features, _clock);

    /// <summary>A pool whose engine is held in the middle of a query.</summary>
    private async Task<ValueTask<StageReply>> Occupy(int queueCapacity = 8, CancellationToken cancellationToken = default)
    {
        _pool = NewPool(queueCapacity);
        ValueTask<StageReply> running = Rank(cancellationToken: cancellationToken);
        await _features.EngineIsBusy();
        return running;
    }

    private ValueTask<StageReply> Rank(Deadline? deadline = null, CancellationToken cancellationToken = default) =>
        _pool.RankAsync(TinyWorld.Query(s_candidates, deadline: deadline), cancellationToken);
}
