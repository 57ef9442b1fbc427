using System.Collections.Concurrent;
using RecPipe.Ranking;
using RecPipe.Ranking.Stages;

namespace RecPipe.Inference.Tests;

public class AllocationTests(TinyWorld world)
{
    private const int Keep = 64;
    private const int SurvivorBytes = Keep * (sizeof(int) + sizeof(float));

    /// <summary>The reply object, the headers of its two arrays, and what ONNX Runtime allocates for a bound run.</summary>
    private const int AllowedBeyondSurvivors = 200;

    [Theory]
    [InlineData(new[] { 1000 })]
    [InlineData(new[] { 1000, 64, 333 })]
    public async Task An_engine_allocates_the_reply_and_next_to_nothing_else(int[] batchSizes)
    {
        WatchedFeatures features = new(world.Store);
        await using EnginePool pool = world.Pool(new() { Engines = 1 }, features);
        int[][] queries = [.. batchSizes.Select(size => world.Candidates(size, size))];
        for (int i = 0; i < 300; i++)
            await pool.RankAsync(TinyWorld.Query(queries[i % queries.Length], Keep), TestContext.Current.CancellationToken);

        long[] seen = [.. features.AllocatedBefore];
        double perQuery = (seen[^1] - seen[99]) / (double)(seen.Length - 100);
        perQuery.ShouldBeLessThan(SurvivorBytes + AllowedBeyondSurvivors);
    }

    [Fact]
    public async Task A_caller_allocates_nothing_to_ask()
    {
        await using EnginePool pool = world.Pool(new() { Engines = 1 });
        StageRequest query = TinyWorld.Query(world.Candidates(1, 200), 1);
        long allocated = 0;
        for (int i = 0; i < 200; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            ValueTask<StageReply> answer = pool.RankAsync(query, TestContext.Current.CancellationToken);
            if (i >= 100)
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            await answer;
        }
        (allocated / 100).ShouldBeLessThan(16);
    }

    /// <summary>Notes, on the engine's own thread, what that thread has allocated before each query.</summary>
    private sealed class WatchedFeatures(IFeatureSource source) : IFeatureSource
    {
        public ConcurrentQueue<long> AllocatedBefore { get; } = [];

        public int Rows => source.Rows;

        public int DenseWidth => source.DenseWidth;

        public int SparseWidth => source.SparseWidth;

        public IReadOnlyList<int> TableRows => source.TableRows;

        public void Gather(ReadOnlySpan<int> ids, Span<float> dense, Span<int> sparse)
        {
            AllocatedBefore.Enqueue(GC.GetAllocatedBytesForCurrentThread());
            source.Gather(ids, dense, sparse);
        }
    }
}
