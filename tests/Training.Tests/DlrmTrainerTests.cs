using Microsoft.ML.OnnxRuntime;
using RecPipe.Models.Families;
using RecPipe.Models.Files;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Quality;

namespace RecPipe.Training.Tests;

public sealed class DlrmTrainerTests : IDisposable
{
    private static readonly int[] s_tables = [4, 6, 50];

    private static readonly DlrmConfig s_config = new() { Name = "tiny", Family = "dlrm", EmbeddingDim = 4, BottomMlp = [3, 8, 4], TopMlp = [8, 1] };

    private static readonly TrainingOptions s_options = new() { BatchSize = 64, Epochs = 4, LearningRate = 0.01f, Lanes = 2 };

    // Clicks follow whether two ids agree in parity (an interaction, no single feature tells) and one dense feature.
    private readonly TestStore _data = new(8000, 3, s_tables, (dense, sparse) => dense[0] > 0.7 || (sparse[0] + sparse[1]) % 2 == 0 ? 0.9 : 0.1);

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Learns_an_interaction_and_reports_progress()
    {
        List<TrainingProgress> reports = [];
        TrainedModel model = Train(s_options, new Sink(reports));
        model.Record.TestAuc.ShouldNotBeNull().ShouldBeGreaterThan(0.85);
        model.Record.TrainRows.ShouldBe(6000);
        model.Record.TestRows.ShouldBe(2000);
        reports.Count.ShouldBeInRange(50, 200);
        reports[^1].Done.ShouldBe(1, 0.02);
        reports[^1].Loss.ShouldBeLessThan(reports[0].Loss);
        reports[^1].Auc.ShouldBeGreaterThan(reports[0].Auc);
    }

    [Fact]
    public void The_exported_model_scores_as_well_as_its_card_says()
    {
        TrainedModel model = Train(s_options with { Epochs = 1 });
        model.Export(_data.OutPath);
        ModelFile file = ModelFolder.Load(_data.OutPath).ShouldHaveSingleItem();
        file.VerifyChecksums();
        int first = file.Card.Training.ShouldNotBeNull().TrainRows;
        float[] scores = Score(file, first, _data.Store.Rows - first);
        AreaUnderCurve.Of(scores, _data.Store.Labels[first..]).ShouldBe(file.Card.Training.TestAuc.ShouldNotBeNull(), 1e-4);
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_to_the_bit()
    {
        TrainingOptions options = s_options with { Epochs = 1 };
        string Weights(int seed) => Train(options with { Seed = seed }).Export(_data.OutPath).Sha256["tiny.onnx"];
        string first = Weights(5);
        Weights(5).ShouldBe(first);
        Weights(6).ShouldNotBe(first);
    }

    [Fact]
    public void Stops_when_asked_and_writes_nothing()
    {
        using CancellationTokenSource stop = new();
        Should.Throw<OperationCanceledException>(() => Train(s_options, new Stopper(stop), stop.Token));
        Directory.Exists(_data.OutPath).ShouldBeFalse();
    }

    [Fact]
    public void A_diverging_loss_ends_training_with_advice()
    {
        using TestStore extreme = new(400, 3, s_tables, (dense, _) => { dense[0] = 3e38f; dense[1] = -3e38f; return 0.5; });
        Should.Throw<TrainingDivergedException>(() => new DlrmTrainer(TimeProvider.System).Train(s_config, extreme.Store, s_options, null, TestContext.Current.CancellationToken))
            .Message.ShouldContain("Lower the learning rates");
    }

    [Fact]
    public void A_model_that_does_not_fit_the_data_is_refused() =>
        Should.Throw<ConfigException>(() => new DlrmTrainer(TimeProvider.System).Train(s_config with { BottomMlp = [13, 8, 4] }, _data.Store, s_options, null, TestContext.Current.CancellationToken))
            .Problems.ShouldHaveSingleItem().Field.ShouldBe("bottomMlp[0]");

    private TrainedModel Train(TrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new DlrmTrainer(TimeProvider.System).Train(s_config, _data.Store, options, progress, cancellationToken);

    private float[] Score(ModelFile file, int firstRow, int rows)
    {
        float[] dense = new float[rows * 3];
        int[] sparse = new int[rows * s_tables.Length];
        _data.Store.Gather([.. Enumerable.Range(firstRow, rows)], dense, sparse);
        using InferenceSession session = new(file.ModelPath);
        using OrtValue denseValue = OrtValue.CreateTensorValueFromMemory(dense, [rows, 3]);
        using OrtValue sparseValue = OrtValue.CreateTensorValueFromMemory(sparse, [rows, s_tables.Length]);
        using RunOptions run = new();
        using IDisposableReadOnlyCollection<OrtValue> scores = session.Run(run, [.. file.Card.Inputs.Select(input => input.Name)], [denseValue, sparseValue], [file.Card.Output.Name]);
        return scores[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private sealed class Sink(List<TrainingProgress> reports) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => reports.Add(value);
    }

    private sealed class Stopper(CancellationTokenSource stop) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => stop.Cancel();
    }
}
