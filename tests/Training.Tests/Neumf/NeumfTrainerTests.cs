using Microsoft.ML.OnnxRuntime;
using RecPipe.Models.Cards;
using RecPipe.Models.Families;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Training.Tests.Neumf;

public sealed class NeumfTrainerTests : IDisposable
{
    private static readonly NeumfConfig s_config = new() { Name = "tiny", Family = "neumf", GmfDim = 8, Mlp = [16, 8, 4] };

    private static readonly NeumfTrainingOptions s_options = new() { Epochs = 60, BatchSize = 64, LearningRate = 0.01f, Regularization = 0.001f, Lanes = 2 };

    private readonly TestInteractions _data = TestInteractions.Groups(users: 240, items: 144, groups: 12);

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData(8, new[] { 16, 8, 4 })]
    [InlineData(8, new int[0])]
    [InlineData(0, new[] { 32, 16, 8 })]
    [InlineData(8, new[] { 16, 8, 1 })]
    public void Learns_who_likes_what_and_reports_progress(int gmf, int[] mlp)
    {
        List<TrainingProgress> reports = [];
        TrainedNeumf model = Train(s_config with { GmfDim = gmf, Mlp = mlp }, s_options, new Sink(reports));
        model.Record.TestHitRateAt10.ShouldNotBeNull().ShouldBeGreaterThan(0.9);
        model.Record.TestNdcgAt10.ShouldNotBeNull().ShouldBeInRange(0.4, 1);
        (model.Record.TrainRows, model.Record.TestRows, model.Record.TestNegatives).ShouldBe((240 * 9, 240, 99));
        reports.Count.ShouldBeInRange(50, 200);
        reports[^1].Done.ShouldBe(1, 0.02);
        reports[^1].Loss.ShouldBeLessThan(reports[0].Loss);
        reports[^1].Auc.ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void The_exported_model_scores_as_what_was_learned()
    {
        TrainedNeumf model = Train(s_config, s_options with { Epochs = 2 });
        ModelCard card = model.Export(_data.OutPath);
        ConfigFile.Load<ModelCard>(Path.Combine(_data.OutPath, "tiny.card.json")).Training.ShouldBe(model.Record);
        int[] users = [0, 17, 239, 100], items = [5, 0, 143, 77];
        using InferenceSession session = new(Path.Combine(_data.OutPath, card.File));
        using OrtValue user = OrtValue.CreateTensorValueFromMemory(users, [4]);
        using OrtValue item = OrtValue.CreateTensorValueFromMemory(items, [4]);
        using RunOptions run = new();
        using IDisposableReadOnlyCollection<OrtValue> scores = session.Run(run, ["user", "item"], [user, item], ["score"]);
        double[] expected = NeumfReference.Score(s_config, model.Weights, users, items);
        for (int i = 0; i < 4; i++)
            ((double)scores[0].GetTensorDataAsSpan<float>()[i]).ShouldBe(expected[i], 1e-5);
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_to_the_bit()
    {
        string Weights(int seed) => Train(s_config, s_options with { Epochs = 2, Seed = seed }).Export(_data.OutPath).Sha256["tiny.onnx"];
        string first = Weights(5);
        Weights(5).ShouldBe(first);
        Weights(6).ShouldNotBe(first);
    }

    [Fact]
    public void Stops_when_asked_and_writes_nothing()
    {
        using CancellationTokenSource stop = new();
        Should.Throw<OperationCanceledException>(() => Train(s_config, s_options, new Stopper(stop), stop.Token));
        Directory.Exists(_data.OutPath).ShouldBeFalse();
    }

    [Fact]
    public void A_diverging_loss_ends_training_with_advice() =>
        Should.Throw<TrainingDivergedException>(() => Train(s_config, s_options with { EmbeddingBound = 1e30f })).Message.ShouldContain("Lower the learning rate");

    [Fact]
    public void Options_out_of_range_are_all_listed() =>
        Should.Throw<ConfigException>(() => Train(s_config, new() { Epochs = 0, BatchSize = 0, Negatives = 0, LearningRate = 0, Regularization = -1, EmbeddingBound = float.NaN, Lanes = -1 }))
            .Problems.Select(problem => problem.Field).ShouldBe(["--epochs", "--batch", "--negatives", "--learning-rate", "--regularization", "--embedding-bound", "--lanes"]);

    [Fact]
    public void Nothing_to_learn_from_is_an_error()
    {
        using TestInteractions all = new([([0, 1, 2], -1), ([], 1)], 3);
        Should.Throw<ConfigException>(() => new NeumfTrainer(TimeProvider.System).Train(s_config, all.Store, s_options, null, TestContext.Current.CancellationToken))
            .Problems.ShouldHaveSingleItem().Field.ShouldBe("trainPairs");
    }

    [Fact]
    public void Without_held_out_items_there_is_no_judgement()
    {
        using TestInteractions data = new([([0], -1), ([1, 2], -1)], 4);
        TrainingRecord record = new NeumfTrainer(TimeProvider.System).Train(s_config, data.Store, s_options with { Epochs = 1 }, null, TestContext.Current.CancellationToken).Record;
        (record.TestRows, record.TestHitRateAt10, record.TestNegatives).ShouldBe((0, null, null));
    }

    private TrainedNeumf Train(NeumfConfig config, NeumfTrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new NeumfTrainer(TimeProvider.System).Train(config, _data.Store, options, progress, cancellationToken);

    private sealed class Sink(List<TrainingProgress> reports) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => reports.Add(value);
    }

    private sealed class Stopper(CancellationTokenSource stop) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => stop.Cancel();
    }
}
