using CsCheck;
using RecPipe.Ranking.Stages;

namespace RecPipe.Inference.Tests;

public class SubBatchTests(TinyWorld world)
{
    [Fact]
    public async Task A_split_query_is_bit_for_bit_the_whole_one()
    {
        await using EnginePool whole = world.Pool(new() { Engines = 1, SubBatchRows = 0 });
        await using EnginePool split = world.Pool(new() { Engines = 4, SubBatchRows = 1 });
        await using EnginePool batched = world.Pool(new() { Engines = 2, SubBatchRows = 100, BatchRows = 37 });
        await Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[1, 600], Gen.Bool).SampleAsync(async (seed, count, inBatches) =>
        {
            StageRequest query = TinyWorld.Query(world.Candidates(seed, count), count, TinyWorld.Wide);
            StageReply expected = await whole.RankAsync(query, CancellationToken.None);
            StageReply actual = await (inBatches ? batched : split).RankAsync(query, CancellationToken.None);
            actual.Positions.ToArray().ShouldBe(expected.Positions.ToArray());
            actual.Scores.ToArray().ShouldBe(expected.Scores.ToArray());
        }, iter: 60, threads: 1);
    }

    [Theory]
    [InlineData(4, 100, 400, new[] { 100, 100, 100, 100 })]
    [InlineData(4, 100, 399, new[] { 133, 133, 133 })]
    [InlineData(3, 1, 401, new[] { 133, 134, 134 })]
    [InlineData(4, 100, 199, new[] { 199 })]
    [InlineData(4, 0, 400, new[] { 400 })]
    [InlineData(1, 1, 400, new[] { 400 })]
    public async Task Parts_are_balanced_and_never_too_small(int engines, int subBatchRows, int count, int[] parts)
    {
        using HeldFeatures features = new(world.Store);
        features.Release();
        await using EnginePool pool = world.Pool(new() { Engines = engines, SubBatchRows = subBatchRows }, features);
        await pool.RankAsync(TinyWorld.Query(world.Candidates(1, count)), TestContext.Current.CancellationToken);
        features.Batches.Order().ShouldBe(parts);
    }

    [Fact]
    public async Task Only_idle_engines_take_a_part()
    {
        using HeldFeatures features = new(world.Store);
        await using EnginePool pool = world.Pool(new() { Engines = 3, SubBatchRows = 10 }, features);
        ValueTask<StageReply> small = pool.RankAsync(TinyWorld.Query(world.Candidates(1, 15)), TestContext.Current.CancellationToken);
        await features.EngineIsBusy();
        ValueTask<StageReply> onTheIdleTwo = pool.RankAsync(TinyWorld.Query(world.Candidates(2, 300)), TestContext.Current.CancellationToken);
        ValueTask<StageReply> whole = pool.RankAsync(TinyWorld.Query(world.Candidates(3, 301)), TestContext.Current.CancellationToken);
        pool.BusyEngines.ShouldBe(3);
        pool.QueueDepth.ShouldBe(1);
        features.Release();
        foreach (StageReply reply in (StageReply[])[await small, await onTheIdleTwo, await whole])
            reply.Status.ShouldBe(StageStatus.Ok);
        features.Batches.Order().ShouldBe([15, 150, 150, 301]);
    }
}
