using System.Net.Http.Json;
using System.Text.Json;
using RecPipe.Contracts.Ranking;
using RecPipe.Gateway.Tests.Serving;
using RecPipe.Ranking;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Tests;

/// <summary>What a query knows besides its candidates: judged against the pipeline's models, and handed to every stage.</summary>
public class ContextTests
{
    private readonly ScoringStage _stage = new("w") { Describe = model => model with { UserRows = 10, QueryDenseWidth = model.Name == "large" ? 2 : 0 } };

    [Fact]
    public async Task Every_stage_is_given_the_querys_context_over_gRPC()
    {
        await using StageServer worker = await StageServer.StartAsync(_stage);
        await using GatewayServer gateway = await GatewayServer.StartAsync(null, Samples.TwoStage(worker.Address));
        await gateway.Client.RankAsync(new Query(Samples.Ids, Context: new(7, new float[] { 1, 2 }, new int[] { 3 })).ToProto("two"));
        _stage.Seen.Select(seen => seen.Model).ShouldBe(["small", "large"]);
        foreach (SeenRequest seen in _stage.Seen)
        {
            seen.Context.ShouldNotBeNull().User.ShouldBe(7);
            seen.Context.Dense.ToArray().ShouldBe([1, 2]);
            seen.Context.Sparse.ToArray().ShouldBe([3]);
        }
    }

    [Fact]
    public async Task A_REST_client_gives_the_context_as_JSON()
    {
        await using GatewayServer gateway = await GatewayServer.StartAsync(_stage, Samples.TwoStage());
        using HttpResponseMessage response = await gateway.Http.PostAsJsonAsync(
            "v1/pipelines/two:rank", new { candidates = Samples.Ids, context = new { user = 0, dense = new[] { 1.5, 2 } } });
        response.EnsureSuccessStatusCode();
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("ranked").GetArrayLength().ShouldBe(10);
        _stage.Seen.Select(seen => (seen.Context!.User, seen.Context.Dense.Span[0])).ShouldBe([(0, 1.5f), (0, 1.5f)]);
    }

    public static TheoryData<QueryContext?, string> Bad => new()
    {
        { null, "context.user: there is none; small reads it." },
        { new(null, new float[] { 1, 2 }), "context.user: there is none; small reads it." },
        { new(10, new float[] { 1, 2 }), "context.user: it is 10; small has users 0 to 9." },
        { new(-1, new float[] { 1, 2 }), "context.user: it is -1; small has users 0 to 9." },
        { new(1, new float[] { 1 }), "context.dense: 1 values; large takes 2." },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task A_context_that_some_stage_cannot_use_is_refused_before_the_first(QueryContext? context, string problem)
    {
        await using GatewayServer gateway = await GatewayServer.StartAsync(_stage, Samples.TwoStage());
        RankedList list = await gateway.Runner.RankAsync("two", new(Samples.Ids, Context: context), Deadline.None, default);
        (list.Status, list.Detail).ShouldBe((StageStatus.InvalidArgument, problem));
        _stage.Seen.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(FeatureOrigin.Store)]
    [InlineData(FeatureOrigin.Inline)]
    public async Task Models_that_read_no_features_of_candidates_need_neither_a_store_nor_features(FeatureOrigin features)
    {
        ScoringStage storeless = new("w") { StoreRows = 0, Describe = model => model with { DenseWidth = 0, SparseWidth = 0, UserRows = 3 } };
        await using GatewayServer gateway = await GatewayServer.StartAsync(storeless, Samples.OneStage() with { Features = features });
        await gateway.Runner.RankAsync("one", new(Samples.Ids, Context: new(2)), Deadline.None, default);
        storeless.Seen.ShouldHaveSingleItem().Context!.User.ShouldBe(2);
    }

    [Fact]
    public async Task A_store_is_still_asked_for_where_one_stage_reads_it()
    {
        ScoringStage storeless = new("w") { StoreRows = 0, Describe = model => model.Name == "small" ? model with { DenseWidth = 0, SparseWidth = 0 } : model };
        ConfigException refused = await Should.ThrowAsync<ConfigException>(async () => await GatewayServer.StartAsync(storeless, Samples.TwoStage()));
        refused.Problems.ShouldHaveSingleItem().Field.ShouldBe("stages[1].workers");
    }
}
