using RecPipe.Contracts.Ranking;
using RecPipe.Contracts.Ranking.V1;
using RecPipe.Datasets.Interactions;
using RecPipe.LoadGen.Engine;
using RecPipe.LoadGen.Reports;
using RecPipe.LoadGen.Targets;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;
using RecPipe.Workloads.Queries;
using static RecPipe.LoadGen.Tests.Scenarios;
using QueryContext = RecPipe.Ranking.QueryContext;

namespace RecPipe.LoadGen.Tests;

/// <summary>Load of users who ask for their held-out item.</summary>
public sealed class UserQueriesTests : IDisposable
{
    private const int Items = 50, Users = 20, K = 3;
    private readonly TemporaryFolder _folder = new();
    private readonly InteractionStore _store;
    private readonly HeldOutInteractions _queries;

    public UserQueriesTests()
    {
        using (InteractionStoreWriter writer = new(_folder.PathOf("s")))
        {
            for (int user = 0; user < Users; user++)
                writer.Append([user, user + 1], user + 2, user);
            writer.Complete(new long[Items], manifest => manifest);
        }
        _store = InteractionStore.Open(_folder.PathOf("s"));
        _queries = new(_store, CandidateProtocol.Of(10));
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_user_travels_and_hit_rate_and_NDCG_are_of_his_held_out_item()
    {
        InProcessTarget target = new((query, _, _) => new(Answer(query)), _queries, new QualityJudge(_queries, K), TimeProvider.System);
        LoadReport report = await new OpenLoopEngine().RunAsync(Of(target.RankAsync, Inject(100, 0.2)) with { QualityK = K }, null, TestContext.Current.CancellationToken);
        report.Errors.ShouldBeEmpty();
        report.Quality.ShouldNotBeNull().Queries.ShouldBe(20);
        report.Quality.HitRate.ShouldBe(0.75); // the 20 queries are the 20 users
        report.Quality.Ndcg.ShouldBe((0.25 + 0.25 / Math.Log2(3) + 0.25 / Math.Log2(4)), tolerance: 1e-9);

        // User u's held-out item comes at rank u mod 4, so that every fourth misses the first three.
        static RankedList Answer(Query query)
        {
            int user = query.Context.ShouldNotBeNull().User.ShouldNotBeNull(), heldOut = user + 2;
            List<int> others = [.. query.Candidates.ToArray().Where(item => item != heldOut).Take(3)];
            others.Insert(user % 4, heldOut);
            return new() { Status = StageStatus.Ok, Candidates = others.ToArray() };
        }
    }

    [Fact]
    public void A_message_used_again_carries_the_next_user_and_allocates_nothing()
    {
        int[] candidates = new int[10];
        RankRequest message = new Query(candidates, Context: _queries.Fill(4, candidates)).ToProto("p");
        message.Context.User.ShouldBe(4);
        message.SetContext(_queries.Fill(5, candidates));
        RankingMapping.TryRead(message, out Query read).ShouldBeNull();
        read.Context.ShouldNotBeNull().User.ShouldBe(5);
        read.Candidates.ToArray().ShouldBe(candidates);
        Allocations.Of(() =>
        {
            for (int query = 0; query < 50; query++)
                message.SetContext(_queries.Fill(query, candidates));
        }).ShouldBe(0);
        message.SetContext(new QueryContext(Dense: new float[] { 1, 2 }, Sparse: new[] { 7 }));
        RankingMapping.TryRead(message, out read).ShouldBeNull();
        (read.Context!.User, read.Context.Dense.ToArray().Length, read.Context.Sparse.Span[0]).ShouldBe((null, 2, 7));
        message.SetContext(null);
        message.Context.ShouldBeNull();
    }
}
