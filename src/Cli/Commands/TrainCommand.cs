using System.CommandLine;
using RecPipe.Cli.Commands.Train;
using RecPipe.Training;

namespace RecPipe.Cli.Commands;

/// <summary>`recpipe train`: trains models on a feature store or on interactions and exports them to ONNX.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        TrainingOptions dlrm = new();
        NeumfTrainingOptions neumf = new();
        Option<string[]> models = new("--model") { Description = "Model configuration, or the name of a shipped one (configs/models); may be repeated.", Required = true, AllowMultipleArgumentsPerToken = true };
        Option<string> data = new("--data") { Description = "What to learn from: a feature store for DLRM, interactions for NeuMF.", Required = true };
        Option<string> output = new("--out") { Description = "Folder of the models.", Required = true };
        Option<int?> epochs = new("--epochs") { Description = $"Passes over the training rows. Default: {dlrm.Epochs}; NeuMF {neumf.Epochs}." };
        Option<int?> batch = new("--batch") { Description = $"Rows a step; for NeuMF interactions, each with its negatives. Default: {dlrm.BatchSize}; NeuMF {neumf.BatchSize}." };
        Option<float?> learningRate = new("--learning-rate") { Description = FormattableString.Invariant($"Of the dense layers (Adam), for NeuMF of everything; falls to zero over the run. Default: {dlrm.LearningRate}; NeuMF {neumf.LearningRate}.") };
        Option<float?> embeddingLearningRate = new("--embedding-learning-rate") { Description = FormattableString.Invariant($"DLRM: of the embeddings (row-wise Adagrad); falls to zero over the run. Default: {dlrm.EmbeddingLearningRate}.") };
        Option<int?> negatives = new("--negatives") { Description = $"NeuMF: random items not taken, for every one taken. Default: {neumf.Negatives}." };
        Option<float?> regularization = new("--regularization") { Description = FormattableString.Invariant($"NeuMF: weight of half the squared norm of an example's embeddings in its loss. Default: {neumf.Regularization}.") };
        Option<int?> seed = new("--seed") { Description = $"Of the starting weights, the order of rows and the negatives. Default: {dlrm.Seed}." };
        Option<bool> json = new("--json") { Description = "Print JSON." };
        Command command = new("train", "Train models and export them to ONNX.") { models, data, output, epochs, batch, learningRate, embeddingLearningRate, negatives, regularization, seed, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            TrainingChoices choices = new()
            {
                Epochs = parsed.GetValue(epochs),
                BatchSize = parsed.GetValue(batch),
                LearningRate = parsed.GetValue(learningRate),
                EmbeddingLearningRate = parsed.GetValue(embeddingLearningRate),
                Negatives = parsed.GetValue(negatives),
                Regularization = parsed.GetValue(regularization),
                Seed = parsed.GetValue(seed),
            };
            TrainingRun run = new(parsed.GetRequiredValue(data), parsed.GetRequiredValue(output), choices, parsed.GetValue(json));
            return Task.Run(() => run.Run(parsed.GetRequiredValue(models), cancellationToken), cancellationToken);
        });
        return command;
    }
}
