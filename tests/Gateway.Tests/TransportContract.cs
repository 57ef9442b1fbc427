using RecPipe.Gateway.Tests.Serving;
using RecPipe.Ranking;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Tests;

/// <summary>What holds of a gateway whatever lies between it and its worker.</summary>
public abstract class TransportContract : IAsyncLifetime
{
    private readonly ScoringStage _stage = new("w1");
    private GatewayServer _gateway = null!;

    /// <summary>Queue and compute time that a reply brings.</summary>
    protected virtual (TimeSpan Queue, TimeSpan Compute) StageTimes => (TimeSpan.FromMicroseconds(1), TimeSpan.FromMicroseconds(2));

    internal abstract Task<GatewayServer> ServeAsync(ScoringStage stage, Func<string[], PipelineConfig>[] pipelines);

    public async ValueTask InitializeAsync() => _gateway = await ServeAsync(_stage, [Samples.OneStage, Samples.TwoStage]);

    public virtual async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_list_is_the_one_its_stages_make()
    {
        RankedList list = await RankAsync(Samples.Ids);
        list.Status.ShouldBe(StageStatus.Ok, list.Detail);
        list.Candidates.ToArray().ShouldBe(Samples.TwoStageExpected(10));
        list.Scores.ToArray().ShouldBe(Samples.TwoStageExpected(10).Select(id => ScoringStage.Score("large", id)));
        list.Degraded.ShouldBeFalse();
        list.Stages.Select(stage => (stage.Stage, stage.Worker, stage.CandidatesIn, stage.CandidatesOut, stage.Attempts, stage.Status))
            .ShouldBe([("small", "w1", 400, 50, 1, StageStatus.Ok), ("large", "w1", 50, 10, 1, StageStatus.Ok)]);
        (list.Stages[0].Queue, list.Stages[0].Compute).ShouldBe(StageTimes);
        list.Total.ShouldBeGreaterThanOrEqualTo(list.Stages[0].Network);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10)]
    public async Task K_cuts_the_list(int k) =>
        (await RankAsync(Samples.Ids, k)).Candidates.ToArray().ShouldBe(Samples.TwoStageExpected(k));

    [Fact]
    public async Task Fewer_candidates_than_a_stage_keeps_are_all_ranked_and_duplicates_stay()
    {
        int[] ids = [5, 9, 5];
        RankedList list = await RankAsync(ids);
        list.Candidates.ToArray().ShouldBe(ScoringStage.Expected("large", ScoringStage.Expected("small", ids, 3), 3));
    }

    [Fact]
    public async Task Rows_of_features_follow_their_candidates()
    {
        float[] dense = [.. Enumerable.Range(0, 100).SelectMany(i => new float[] { i * 7 % 100, -1 })];
        int[] ids = [.. Enumerable.Range(5_000_000, 100)]; // beyond the store: only their features can be ranked
        RankedList list = await RankAsync(ids, features: new(dense, new int[100]));
        list.Status.ShouldBe(StageStatus.Ok, list.Detail);
        list.Candidates.ToArray().ShouldBe(Enumerable.Range(0, 100).OrderByDescending(i => i * 7 % 100).Take(10).Select(i => 5_000_000 + i));
        list.Scores.ToArray().ShouldBe(Enumerable.Range(0, 10).Select(i => 99f - i));
    }

    [Fact]
    public async Task A_model_the_worker_dropped_is_NotFound()
    {
        _stage.Models[0] = "renamed";
        RankedList list = await RankAsync(Samples.Ids);
        list.Status.ShouldBe(StageStatus.NotFound);
        list.Detail.ShouldContain("small");
    }

    [Fact]
    public async Task An_id_that_is_no_row_is_InvalidArgument_and_asked_once()
    {
        RankedList list = await RankAsync([1, 2, -3]);
        list.Status.ShouldBe(StageStatus.InvalidArgument);
        list.Detail.ShouldContain("candidates[2]: -3");
        _stage.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_query_that_is_late_before_it_starts_is_not_run()
    {
        RankedList list = await _gateway.Runner.RankAsync("two", new(Samples.Ids), Deadline.After(TimeSpan.Zero, TimeProvider.System), default);
        list.Status.ShouldBe(StageStatus.DeadlineExceeded);
        list.Stages.Single().Attempts.ShouldBe(0);
        _stage.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_worker_that_does_not_answer_in_time_is_DeadlineExceeded_and_told_to_stop()
    {
        _stage.Hold["large"] = new TaskCompletionSource().Task;
        do
        {
            RankedList list = await _gateway.Runner.RankAsync("one", new(Samples.Ids), Deadline.After(TimeSpan.FromMilliseconds(60), TimeProvider.System), default);
            list.Status.ShouldBe(StageStatus.DeadlineExceeded);
        }
        while (!_stage.Entered.Task.IsCompleted); // on a busy machine the time may be up before the worker is reached
        await _stage.Cancelled.Task;
    }

    [Fact]
    public async Task A_full_queue_is_ResourceExhausted()
    {
        _stage.Capacity = 0;
        (await RankAsync(Samples.Ids)).Status.ShouldBe(StageStatus.ResourceExhausted);
    }

    [Fact]
    public async Task A_caller_who_gives_up_cancels_the_worker()
    {
        _stage.Hold["large"] = new TaskCompletionSource().Task;
        using CancellationTokenSource caller = new();
        ValueTask<RankedList> query = _gateway.Runner.RankAsync("one", new(Samples.Ids), Deadline.None, caller.Token);
        await _stage.Entered.Task;
        await caller.CancelAsync();
        (await query).Status.ShouldBe(StageStatus.Cancelled);
        await _stage.Cancelled.Task;
    }

    [Fact]
    public async Task A_failed_model_is_Internal()
    {
        _stage.Fail["small"] = StageStatus.Internal;
        RankedList list = await RankAsync(Samples.Ids);
        list.Status.ShouldBe(StageStatus.Internal);
        list.Detail.ShouldContain("as told");
    }

    private ValueTask<RankedList> RankAsync(int[] ids, int k = 0, InlineFeatures? features = null) =>
        _gateway.Runner.RankAsync("two", new(ids, k, features), Deadline.None, TestContext.Current.CancellationToken);
}
