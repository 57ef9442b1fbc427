using RecPipe.Ranking;
using RecPipe.Ranking.Stages;

namespace RecPipe.Inference.Tests;

public class BadRequestTests(TinyWorld world)
{
    private const int MaxCandidates = 4;

    public static TheoryData<string, StageRequest, StageStatus, string> Requests => new()
    {
        { "no candidates", TinyWorld.Query([]), StageStatus.InvalidArgument, "candidates: there are none" },
        { "too many", TinyWorld.Query([1, 2, 3, 4, 5]), StageStatus.InvalidArgument, "candidates: 5 of them; this worker takes at most 4" },
        { "keep 0", TinyWorld.Query([1], keep: 0), StageStatus.InvalidArgument, "keep: it is 0" },
        { "keep negative", TinyWorld.Query([1], keep: -3), StageStatus.InvalidArgument, "keep: it is -3" },
        { "unknown model", TinyWorld.Query([1], model: "rm-huge"), StageStatus.NotFound, "\"rm-huge\" is not served here; these are: narrow, wide" },
        { "id negative", TinyWorld.Query([1, -1]), StageStatus.InvalidArgument, "position 1 holds -1; the feature store has ids 0 to 2999" },
        { "id too large", TinyWorld.Query([1, 2, 3000]), StageStatus.InvalidArgument, "position 2 holds 3000" },
        { "dense too short", With([0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0]), StageStatus.InvalidArgument, "features.dense: 3 values; 2 candidates of the model narrow need 2 x 3" },
        { "sparse too long", With([0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0, 0]), StageStatus.InvalidArgument, "features.sparse: 9 values; 2 candidates of the model narrow need 2 x 4" },
        { "dense NaN", With([0, 0, 0, 0, float.NaN, 0], [0, 0, 0, 0, 0, 0, 0, 0]), StageStatus.InvalidArgument, "features.dense: feature 1 of position 1 is NaN" },
        { "dense infinite", With([0, 0, float.NegativeInfinity, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0]), StageStatus.InvalidArgument, "features.dense: feature 2 of position 0 is" },
        { "sparse too large", With([0, 0, 0, 0, 0, 0], [6, 99, 999, 2, 6, 99, 999, 3]), StageStatus.InvalidArgument, "features.sparse: feature 3 of position 1 is 3; its table has rows 0 to 2" },
        { "sparse negative", With([0, 0, 0, 0, 0, 0], [0, -1, 0, 0, 0, 0, 0, 0]), StageStatus.InvalidArgument, "features.sparse: feature 1 of position 0 is -1" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Is_answered_with_the_field_and_what_is_wrong(string what, StageRequest request, StageStatus status, string detail)
    {
        await using EnginePool pool = world.Pool(new() { Engines = 1, MaxCandidates = MaxCandidates });
        ValueTask<StageReply> answer = pool.RankAsync(request, TestContext.Current.CancellationToken);
        answer.IsCompleted.ShouldBeTrue(what);
        StageReply reply = await answer;
        reply.Status.ShouldBe(status);
        reply.Detail.ShouldContain(detail);
    }

    [Fact]
    public async Task Ids_need_a_store()
    {
        await using EnginePool pool = new(new() { Engines = 1 }, world.LoadModels(), null, TimeProvider.System);
        StageReply reply = await pool.RankAsync(TinyWorld.Query([1]), TestContext.Current.CancellationToken);
        reply.Status.ShouldBe(StageStatus.InvalidArgument);
        reply.Detail.ShouldContain("features: this worker has no feature store");
    }

    private static StageRequest With(float[] dense, int[] sparse) =>
        TinyWorld.Query([1, 2]) with { Features = new InlineFeatures(dense, sparse) };
}
