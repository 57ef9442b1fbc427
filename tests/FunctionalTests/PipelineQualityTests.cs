using RecPipe.Gateway;
using RecPipe.LoadGen.Targets;
using RecPipe.Ranking;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;
using RecPipe.StageWorker;
using RecPipe.Workloads.Queries;

namespace RecPipe.FunctionalTests;

/// <summary>What the paper claims: a small model in front of the large one costs next to no quality.</summary>
public sealed class PipelineQualityTests(World world)
{
    private const int Queries = 60;
    private const int Candidates = 4096;

    [Fact]
    public async Task Two_stages_keep_99_percent_of_the_large_models_NDCG_on_rows_no_model_has_seen()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using Worker worker = Worker.Load(new() { Models = world.Models, Data = world.Data }, TimeProvider.System);
        await using InProcessGateway gateway = await GatewayHost.OpenAsync(
            new() { Pipelines = [Repository.PathOf("configs", "pipelines")] }, worker.Pool, cancellationToken);

        double one = await MeanNdcg(gateway.Runner, "one-stage"), two = await MeanNdcg(gateway.Runner, "two-stage");

        one.ShouldBeGreaterThan(0.4); // the click rate, 0.25, is what a random order has
        (two / one).ShouldBeGreaterThan(0.99);
    }

    private async Task<double> MeanNdcg(PipelineRunner runner, string pipeline)
    {
        HeldOutRows queries = new(world.Store, 1, Candidates);
        QualityJudge judge = new(queries, 64);
        int[] candidates = new int[Candidates];
        double sum = 0;
        for (int i = 0; i < Queries; i++)
        {
            queries.Fill(i, candidates);
            RankedList list = await runner.RankAsync(pipeline, new Query(candidates), Deadline.None, TestContext.Current.CancellationToken);
            list.Status.ShouldBe(StageStatus.Ok, list.Detail);
            list.Degraded.ShouldBeFalse();
            sum += judge.Judge(i, candidates, list.Candidates.Span).ShouldNotBeNull().Ndcg;
        }
        return sum / Queries;
    }
}
