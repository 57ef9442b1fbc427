using RecPipe.Ranking.Configuration;
using RecPipe.Training;

namespace RecPipe.Cli.Commands.Train;

/// <summary>What the user said about how to learn; null where the family's default holds.</summary>
internal sealed record TrainingChoices
{
    public int? Epochs { get; init; }

    public int? BatchSize { get; init; }

    public float? LearningRate { get; init; }

    public float? EmbeddingLearningRate { get; init; }

    public int? Negatives { get; init; }

    public float? Regularization { get; init; }

    public int? Seed { get; init; }

    /// <exception cref="ConfigException">An option is another family's, or out of range.</exception>
    public TrainingOptions ForDlrm()
    {
        Refuse(("--negatives", Negatives is not null), ("--regularization", Regularization is not null));
        TrainingOptions defaults = new();
        TrainingOptions options = defaults with
        {
            Epochs = Epochs ?? defaults.Epochs,
            BatchSize = BatchSize ?? defaults.BatchSize,
            LearningRate = LearningRate ?? defaults.LearningRate,
            EmbeddingLearningRate = EmbeddingLearningRate ?? defaults.EmbeddingLearningRate,
            Seed = Seed ?? defaults.Seed,
        };
        options.ThrowIfInvalid();
        return options;
    }

    /// <exception cref="ConfigException">An option is another family's, or out of range.</exception>
    public NeumfTrainingOptions ForNeumf()
    {
        Refuse(("--embedding-learning-rate", EmbeddingLearningRate is not null));
        NeumfTrainingOptions defaults = new();
        NeumfTrainingOptions options = defaults with
        {
            Epochs = Epochs ?? defaults.Epochs,
            BatchSize = BatchSize ?? defaults.BatchSize,
            LearningRate = LearningRate ?? defaults.LearningRate,
            Negatives = Negatives ?? defaults.Negatives,
            Regularization = Regularization ?? defaults.Regularization,
            Seed = Seed ?? defaults.Seed,
        };
        options.ThrowIfInvalid();
        return options;
    }

    private static void Refuse(params ReadOnlySpan<(string Option, bool Said)> options)
    {
        List<ConfigProblem> problems = [];
        foreach ((string option, bool said) in options)
        {
            if (said)
                problems.Add(new("train", option, "Models of this family do not learn that way.", "Leave the option out."));
        }
        ConfigException.ThrowIfAny(problems);
    }
}
