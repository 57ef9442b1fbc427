using Grpc.Net.Client;
using RecPipe.Contracts.Ranking;
using RecPipe.Contracts.Ranking.V1;
using RecPipe.Datasets.Interactions;
using RecPipe.Datasets.Synthetic;
using RecPipe.Evaluation.Cascades;
using RecPipe.Evaluation.Queries;
using RecPipe.Evaluation.Scores;
using RecPipe.Inference;
using RecPipe.Inference.Backends;
using RecPipe.Inference.Sessions;
using RecPipe.Models.Families;
using RecPipe.Models.Files;
using RecPipe.Ranking;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;
using RecPipe.Workloads.Queries;

namespace RecPipe.FunctionalTests;

/// <summary>What is evaluated offline is what is served: the same candidates in the same order with the same scores, to the bit.</summary>
public sealed class OfflineEvaluationTests(World world)
{
    private const int Queries = 25, Candidates = 2048;

    [Fact]
    public async Task The_served_lists_of_rows_are_the_offline_ones()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        QuerySet queries = QuerySet.Draw(new HeldOutRows(world.Store, seed: 3, Candidates), Queries, new(world.Data, "", ""), cancellationToken);
        ScoreSet scores = await Scores(queries, world.Models, world.Store);
        (HostProcess worker, Uri address) = await world.StartWorkerAsync("rows", cancellationToken);
        await using HostProcess workerProcess = worker;
        await Compare(scores, address, ["one-stage", "two-stage", "three-stage"]);
    }

    [Fact]
    public async Task The_served_lists_of_users_are_the_offline_ones()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        using TemporaryFolder folder = new();
        string data = folder.PathOf("data"), models = folder.PathOf("models");
        SyntheticMovieLens.Generate(new() { Users = Queries, Items = 1500 }, data, new Progress<double>(), cancellationToken);
        foreach (string model in (string[])["neumf-1m-small", "neumf-1m-medium", "neumf-1m-large"])
            ModelSynthesis.Write(NeumfConfig.Load(Repository.PathOf("configs", "models", model + ".json")), Queries, items: 1500, models, seed: 1, cancellationToken: cancellationToken);
        using InteractionStore store = InteractionStore.Open(data);
        QuerySet queries = QuerySet.Draw(new HeldOutInteractions(store, CandidateProtocol.Of(701)), Queries, new(data, "", ""), cancellationToken);
        ScoreSet scores = await Scores(queries, models, features: null);
        (HostProcess worker, Uri address) = await World.StartWorkerAsync(models, null, "users", cancellationToken);
        await using HostProcess workerProcess = worker;
        await Compare(scores, address, ["movielens/neumf-one-stage", "movielens/neumf-two-stage", "movielens/neumf-three-stage"]);
    }

    [Fact]
    public async Task A_score_does_not_depend_on_the_batch_a_candidate_is_in()
    {
        int first = world.Store.Manifest.TrainRows;
        int[] candidates = [.. Enumerable.Range(first, 1100)];
        int[][] scores = [.. await Task.WhenAll(((int[])[1100, 1, 2, 3, 5, 7, 16, 33, 100, 129, 512, 1001]).Select(batch => Bits(batch, candidates)))];
        scores.ShouldAllBe(bits => bits.SequenceEqual(scores[0]));
    }

    /// <summary>All models' scores, run by run of so many candidates.</summary>
    private async Task<int[]> Bits(int batchRows, int[] candidates)
    {
        EnginePoolOptions options = new() { Engines = 1, BatchRows = batchRows, SubBatchRows = 0 };
        await using EnginePool pool = new(options, ModelSession.LoadFolder(world.Models, new CpuBackend(), verifyChecksums: false), world.Store, TimeProvider.System);
        List<int> bits = [];
        foreach (ModelDescription model in pool.Describe().Models)
        {
            StageReply reply = await pool.RankAsync(new StageRequest(model.Name, candidates, candidates.Length, Deadline.None), TestContext.Current.CancellationToken);
            reply.Status.ShouldBe(StageStatus.Ok, reply.Detail);
            int[] byPlace = new int[candidates.Length];
            for (int i = 0; i < byPlace.Length; i++)
                byPlace[reply.Positions.Span[i]] = BitConverter.SingleToInt32Bits(reply.Scores.Span[i]);
            bits.AddRange(byPlace);
        }
        return [.. bits];
    }

    private static Task<ScoreSet> Scores(QuerySet queries, string models, IFeatureSource? features) =>
        new ScoreLoader(null, new CpuBackend(), TimeProvider.System).LoadAsync(queries, ModelFolder.Load(models), features, null, TestContext.Current.CancellationToken);

    private static async Task Compare(ScoreSet scores, Uri worker, string[] pipelines)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        using TemporaryFolder folder = new();
        PipelineConfig[] configs = [.. pipelines.Select(Patient)];
        foreach (PipelineConfig config in configs)
            ConfigFile.Save(folder.PathOf(config.Name + ".json"), config);
        (HostProcess gateway, Uri address, _) = await World.StartGatewayAsync(folder.Root, cancellationToken, "--workers", worker.ToString());
        await using HostProcess gatewayProcess = gateway;
        using GrpcChannel channel = GrpcChannel.ForAddress(address);
        RankingService.RankingServiceClient client = new(channel);
        CascadeRanker ranker = new(scores);
        foreach (PipelineConfig config in configs)
        {
            Cascade cascade = new(config.Name, [.. config.Stages.Select(stage => new CascadeStage(scores.IndexOf(stage.Model), stage.Keep))]);
            for (int query = 0; query < Queries; query++)
            {
                int[] candidates = scores.Queries.CandidatesOf(query).ToArray();
                RankReply served = await client.RankAsync(new Query(candidates, Context: scores.Queries.ContextOf(query)).ToProto(config.Name), cancellationToken: cancellationToken);
                served.Degraded.ShouldBeFalse(served.DegradedReason);
                int[] offline = ranker.Rank(cascade, query).ToArray();
                served.Ranked.Select(entry => (int)entry.Candidate).ShouldBe(offline.Select(place => candidates[place]));
                served.Ranked.Select(entry => BitConverter.SingleToInt32Bits(entry.Score))
                    .ShouldBe(offline.Select(place => BitConverter.SingleToInt32Bits(scores.ScoresOf(cascade.Stages[^1].Model, query)[place])), $"{config.Name}, query {query}");
            }
        }
    }

    /// <summary>A shipped pipeline with a deadline that first queries on a busy test machine keep.</summary>
    private static PipelineConfig Patient(string name) =>
        ConfigFile.Load<PipelineConfig>(Repository.PathOf("configs", "pipelines", name + ".json")) with { Deadline = TimeSpan.FromSeconds(20), Objective = null };
}
