using System.CommandLine;
using System.Text.Json;
using RecPipe.Datasets.Store;
using RecPipe.Models.Cards;
using RecPipe.Models.Families;
using RecPipe.Ranking.Configuration;
using RecPipe.Training;

namespace RecPipe.Cli.Commands;

/// <summary>`recpipe train`: trains models on a feature store and exports them to ONNX.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        TrainingOptions defaults = new();
        Option<string[]> models = new("--model") { Description = "Model configuration (configs/models/*.json); may be repeated.", Required = true, AllowMultipleArgumentsPerToken = true };
        Option<string> data = new("--data") { Description = "Feature store to learn from.", Required = true };
        Option<string> output = new("--out") { Description = "Folder of the models.", Required = true };
        Option<int> epochs = new("--epochs") { Description = "Passes over the training rows.", DefaultValueFactory = _ => defaults.Epochs };
        Option<int> batch = new("--batch") { Description = "Rows a step.", DefaultValueFactory = _ => defaults.BatchSize };
        Option<float> learningRate = new("--learning-rate") { Description = "Of the dense layers (Adam); falls to zero over the run.", DefaultValueFactory = _ => defaults.LearningRate };
        Option<float> embeddingLearningRate = new("--embedding-learning-rate") { Description = "Of the embeddings (row-wise Adagrad); falls to zero over the run.", DefaultValueFactory = _ => defaults.EmbeddingLearningRate };
        Option<int> seed = new("--seed") { Description = "Of the starting weights and the order of rows.", DefaultValueFactory = _ => defaults.Seed };
        Option<bool> json = new("--json") { Description = "Print JSON." };
        Command command = new("train", "Train models on a feature store and export them to ONNX.") { models, data, output, epochs, batch, learningRate, embeddingLearningRate, seed, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            TrainingOptions options = defaults with
            {
                Epochs = parsed.GetValue(epochs),
                BatchSize = parsed.GetValue(batch),
                LearningRate = parsed.GetValue(learningRate),
                EmbeddingLearningRate = parsed.GetValue(embeddingLearningRate),
                Seed = parsed.GetValue(seed),
            };
            return Task.Run(() => Run(parsed.GetRequiredValue(models), parsed.GetRequiredValue(data), parsed.GetRequiredValue(output), options, parsed.GetValue(json), cancellationToken), cancellationToken);
        });
        return command;
    }

    private static void Run(string[] models, string data, string output, TrainingOptions options, bool json, CancellationToken cancellationToken)
    {
        DlrmConfig[] configs = [.. models.Select(DlrmConfig.Load)];
        options.ThrowIfInvalid();
        using FeatureStore store = FeatureStore.Open(data);
        List<ModelCard> cards = [];
        foreach (DlrmConfig config in configs)
        {
            TrainedModel trained = Terminal.WithProgress($"Training {config.Name}", progress =>
                new DlrmTrainer(TimeProvider.System).Train(config, store, options, new Lines(progress), cancellationToken));
            cards.Add(trained.Export(output, cancellationToken));
            if (!json)
                Console.WriteLine(FormattableString.Invariant($"{Path.Combine(output, cards[^1].File)}: test AUC {trained.Record.TestAuc:F4}, log loss {trained.Record.TestLogLoss:F4}, {trained.RowsPerSecond:N0} rows/s"));
        }
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(cards, ConfigFile.Json));
    }

    /// <summary>Moves the bar, and says loss and AUC at every tenth.</summary>
    private sealed class Lines(IProgress<double> bar) : IProgress<TrainingProgress>
    {
        private int _tenths;

        public void Report(TrainingProgress value)
        {
            bar.Report(value.Done);
            if ((int)(value.Done * 10) <= _tenths)
                return;
            _tenths = (int)(value.Done * 10);
            Terminal.Note(FormattableString.Invariant($"epoch {value.Epoch}, {value.Done:P0}: loss {value.Loss:F4}, AUC {value.Auc:F4}, {value.RowsPerSecond:N0} rows/s"));
        }
    }
}
