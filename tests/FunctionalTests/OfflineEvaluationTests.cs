using Grpc.Net.Client;
using RecPipe.Contracts.Ranking;
using RecPipe.Contracts.Ranking.V1;
using RecPipe.Evaluation.Cascades;
using RecPipe.Evaluation.Queries;
using RecPipe.Evaluation.Scores;
using RecPipe.Inference.Backends;
using RecPipe.Models.Files;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;
using RecPipe.Workloads.Queries;

namespace RecPipe.FunctionalTests;

/// <summary>What is evaluated offline is what is served: the same candidates in the same order with the same scores, to the bit.</summary>
public sealed class OfflineEvaluationTests(World world)
{
    private const int Queries = 25, Candidates = 2048;
    private static readonly string[] s_pipelines = ["one-stage", "two-stage", "three-stage"];

    [Fact]
    public async Task The_served_lists_are_the_offline_ones()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        using TemporaryFolder folder = new();
        QuerySet queries = QuerySet.Draw(new HeldOutRows(world.Store, seed: 3, Candidates), Queries, new(world.Data, "", ""), cancellationToken);
        IReadOnlyList<ModelFile> models = ModelFolder.Load(world.Models);
        ScoreSet scores = await new ScoreLoader(null, new CpuBackend(), TimeProvider.System).LoadAsync(queries, models, world.Store, null, cancellationToken);
        CascadeRanker ranker = new(scores);

        (HostProcess worker, Uri workerAddress) = await world.StartWorkerAsync("served", cancellationToken);
        await using HostProcess workerProcess = worker;
        (HostProcess gateway, Uri gatewayAddress, _) = await World.StartGatewayAsync(Patient(folder), cancellationToken, "--workers", workerAddress.ToString());
        await using HostProcess gatewayProcess = gateway;
        using GrpcChannel channel = GrpcChannel.ForAddress(gatewayAddress);
        RankingService.RankingServiceClient client = new(channel);
        foreach (string pipeline in s_pipelines)
        {
            PipelineConfig config = Shipped(pipeline);
            Cascade cascade = new(pipeline, [.. config.Stages.Select(stage => new CascadeStage(scores.IndexOf(stage.Model), stage.Keep))]);
            for (int query = 0; query < Queries; query++)
            {
                int[] candidates = queries.CandidatesOf(query).ToArray();
                RankReply served = await client.RankAsync(new Query(candidates).ToProto(pipeline), cancellationToken: cancellationToken);
                served.Degraded.ShouldBeFalse(served.DegradedReason);
                int[] offline = ranker.Rank(cascade, query).ToArray();
                served.Ranked.Select(entry => (int)entry.Candidate).ShouldBe(offline.Select(place => candidates[place]));
                served.Ranked.Select(entry => BitConverter.SingleToInt32Bits(entry.Score))
                    .ShouldBe(offline.Select(place => BitConverter.SingleToInt32Bits(scores.ScoresOf(cascade.Stages[^1].Model, query)[place])), $"{pipeline}, query {query}");
            }
        }
    }

    /// <summary>The shipped pipelines with deadlines that first queries on a busy test machine keep.</summary>
    private static string Patient(TemporaryFolder folder)
    {
        foreach (string pipeline in s_pipelines)
            ConfigFile.Save(folder.PathOf(pipeline + ".json"), Shipped(pipeline) with { Deadline = TimeSpan.FromSeconds(20) });
        return folder.Root;
    }

    private static PipelineConfig Shipped(string name) => ConfigFile.Load<PipelineConfig>(Repository.PathOf("configs", "pipelines", name + ".json"));
}
