using Grpc.Net.Client;
using RecPipe.Contracts.Ranking;
using RecPipe.Contracts.Ranking.V1;
using RecPipe.Datasets.Criteo;
using RecPipe.Datasets.Store;
using RecPipe.Models.Families;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Quality;
using RecPipe.Training;

namespace RecPipe.FunctionalTests;

/// <summary>From a real file to ranked answers: import, train, export, serve in processes of their own, ask over gRPC.</summary>
public sealed class CriteoSampleTests
{
    [Fact]
    public async Task A_real_file_becomes_ranked_answers_that_know_clicks()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        string file = Repository.RealData("criteo-kaggle", "train-6000.tsv.gz");
        using TemporaryFolder folder = new();
        string data = folder.PathOf("data"), models = folder.PathOf("models");
        CriteoImporter.Import(new() { MaxTableRows = 100 }, file, data, new Progress<double>(), cancellationToken);
        using FeatureStore store = FeatureStore.Open(data);
        foreach (string model in (string[])["rm-small", "rm-large"])
        {
            DlrmConfig config = DlrmConfig.Load(Repository.PathOf("configs", "models", model + ".json"));
            TrainedModel trained = new DlrmTrainer(TimeProvider.System).Train(config, store, TrainingOptions.SmallData, null, cancellationToken);
            trained.Record.TestAuc.ShouldNotBeNull().ShouldBeGreaterThan(0.70, model);
            trained.Export(models, cancellationToken);
        }

        (HostProcess worker, Uri workerAddress) = await World.StartWorkerAsync(models, data, "criteo", cancellationToken);
        await using HostProcess workerProcess = worker;
        (HostProcess gateway, Uri gatewayAddress, _) = await World.StartGatewayAsync(
            PatientPipeline(folder), cancellationToken, "--workers", workerAddress.ToString());
        await using HostProcess gatewayProcess = gateway;
        int[] heldOut = [.. Enumerable.Range(store.Manifest.TrainRows, store.Rows - store.Manifest.TrainRows)];
        using GrpcChannel channel = GrpcChannel.ForAddress(gatewayAddress);
        RankReply reply = await new RankingService.RankingServiceClient(channel).RankAsync(
            new Query(heldOut).ToProto("two-stage"), cancellationToken: cancellationToken);

        reply.Degraded.ShouldBeFalse();
        reply.Stages.Select(stage => (stage.CandidatesIn, stage.CandidatesOut)).ShouldBe([(600u, 512u), (512u, 64u)]);
        byte[] clicks = [.. heldOut.Select(row => store.Labels[row])];
        byte[] ranked = [.. reply.Ranked.Select(entry => store.Labels[entry.Candidate])];
        double clickRate = clicks.Average(click => (double)click);
        ranked.Average(click => (double)click).ShouldBeGreaterThan(1.5 * clickRate); // a random order has the click rate
        NormalizedDiscountedCumulativeGain.At(ranked, clicks, 64).ShouldBeGreaterThan(1.5 * clickRate);
    }

    /// <summary>The shipped two-stage pipeline with a deadline that a first query on a busy test machine keeps.</summary>
    private static string PatientPipeline(TemporaryFolder folder)
    {
        PipelineConfig shipped = ConfigFile.Load<PipelineConfig>(Repository.PathOf("configs", "pipelines", "two-stage.json"));
        ConfigFile.Save(folder.PathOf("two-stage.json"), shipped with { Deadline = TimeSpan.FromSeconds(20) });
        return folder.PathOf("two-stage.json");
    }
}
