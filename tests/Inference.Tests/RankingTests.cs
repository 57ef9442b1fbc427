using CsCheck;
using RecPipe.Ranking.Stages;

namespace RecPipe.Inference.Tests;

public class RankingTests(TinyWorld world)
{
    [Theory]
    [InlineData(TinyWorld.Narrow)]
    [InlineData(TinyWorld.Wide)]
    public async Task Equals_a_full_sort_of_double_precision_scores(string model)
    {
        await using EnginePool pool = world.Pool(new() { Engines = 2, SubBatchRows = 16 });
        await Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[1, 700], Gen.Int[1, 800]).SampleAsync(async (seed, count, keep) =>
        {
            int[] candidates = world.Candidates(seed, count);
            StageReply reply = await pool.RankAsync(TinyWorld.Query(candidates, keep, model), CancellationToken.None);
            reply.Status.ShouldBe(StageStatus.Ok, reply.Detail);
            reply.Positions.ToArray().ShouldBe(world.BestOf(model, candidates, keep));
            for (int i = 0; i < reply.Positions.Length; i++)
                ((double)reply.Scores.Span[i]).ShouldBe(world.ScoreOf(model, candidates[reply.Positions.Span[i]]), 1e-5);
        }, iter: 60, threads: 1);
    }

    [Fact]
    public async Task Equal_scores_keep_the_order_of_the_candidates()
    {
        await using EnginePool pool = world.Pool(new() { Engines = 1 });
        StageReply reply = await pool.RankAsync(TinyWorld.Query([5, 5, 5, 5], keep: 3), TestContext.Current.CancellationToken);
        reply.Positions.ToArray().ShouldBe([0, 1, 2]);
    }

    [Fact]
    public async Task Features_that_come_inline_rank_as_those_of_the_store()
    {
        int[] candidates = world.Candidates(1, 300);
        await using EnginePool storeless = new(new() { Engines = 2, SubBatchRows = 100 }, world.LoadModels(), null, TimeProvider.System);
        StageReply reply = await storeless.RankAsync(TinyWorld.Query(candidates) with { Features = world.FeaturesOf(candidates) }, TestContext.Current.CancellationToken);
        reply.Positions.ToArray().ShouldBe(world.BestOf(TinyWorld.Narrow, candidates, 10));
        (await storeless.DescribeAsync(TestContext.Current.CancellationToken)).StoreRows.ShouldBe(0);
    }

    [Fact]
    public async Task Many_queries_on_few_engines_are_all_answered_right()
    {
        await using EnginePool pool = world.Pool(new() { Engines = 3, QueueCapacity = 1000, SubBatchRows = 50 });
        await Parallel.ForAsync(0, 1000, TestContext.Current.CancellationToken, async (seed, token) =>
        {
            string model = seed % 3 == 0 ? TinyWorld.Wide : TinyWorld.Narrow;
            int[] candidates = world.Candidates(seed, 1 + seed % 200);
            StageReply reply = await pool.RankAsync(TinyWorld.Query(candidates, 7, model), token);
            reply.Status.ShouldBe(StageStatus.Ok, reply.Detail);
            reply.Positions.ToArray().ShouldBe(world.BestOf(model, candidates, 7));
        });
        pool.QueueDepth.ShouldBe(0);
        pool.BusyEngines.ShouldBe(0);
    }

    [Fact]
    public async Task Callers_who_give_up_never_spoil_the_answers_of_others()
    {
        await using EnginePool pool = world.Pool(new() { Engines = 2, QueueCapacity = 1000, SubBatchRows = 20 });
        int answered = 0;
        await Parallel.ForAsync(0, 3000, TestContext.Current.CancellationToken, async (seed, _) =>
        {
            int[] candidates = world.Candidates(seed % 50, 1 + seed % 90);
            using CancellationTokenSource impatience = new();
            ValueTask<StageReply> answer = pool.RankAsync(TinyWorld.Query(candidates, 5), impatience.Token);
            if (seed % 3 != 0)
                await impatience.CancelAsync();
            StageReply reply = await answer;
            if (reply.Status == StageStatus.Cancelled)
                return;
            Interlocked.Increment(ref answered);
            reply.Status.ShouldBe(StageStatus.Ok, reply.Detail);
            reply.Positions.ToArray().ShouldBe(world.BestOf(TinyWorld.Narrow, candidates, 5));
        });
        answered.ShouldBeGreaterThanOrEqualTo(1000);
    }

    [Fact]
    public async Task Says_what_it_serves()
    {
        await using EnginePool pool = world.Pool(new() { Name = "here", Engines = 2, QueueCapacity = 5, MaxCandidates = 99 });
        StageDescription worker = await pool.DescribeAsync(TestContext.Current.CancellationToken);
        (worker.Worker, worker.Backend, worker.Engines, worker.QueueCapacity, worker.MaxCandidates, worker.StoreRows)
            .ShouldBe(("here", "cpu", 2, 5, 99, TinyWorld.Rows));
        worker.Models.Select(model => (model.Name, model.Family, model.DenseWidth, model.SparseWidth))
            .ShouldBe([(TinyWorld.Narrow, "dlrm", 3, 4), (TinyWorld.Wide, "dlrm", 3, 4)]);
        worker.Models.ShouldAllBe(model => model.Sha256.Length == 64);
    }
}
