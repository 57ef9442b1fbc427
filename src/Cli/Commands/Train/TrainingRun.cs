using System.Text.Json;
using RecPipe.Datasets.Interactions;
using RecPipe.Datasets.Store;
using RecPipe.Models.Cards;
using RecPipe.Models.Families;
using RecPipe.Ranking.Configuration;
using RecPipe.Training;

namespace RecPipe.Cli.Commands.Train;

/// <summary>Trains the models of one command line on one data set.</summary>
internal sealed class TrainingRun(string data, string output, TrainingChoices choices, bool json)
{
    private readonly List<ModelCard> _cards = [];

    /// <exception cref="ConfigException">Files, options, models and data cannot be used together; lists everything a step finds.</exception>
    public void Run(IReadOnlyList<string> models, CancellationToken cancellationToken)
    {
        (string Path, IModelConfig Config)[] configs = Load(models);
        if (InteractionStore.IsAt(data))
            LearnInteractions(Of<NeumfConfig>(configs, "interactions, which teach \"neumf\" models"), cancellationToken);
        else
            LearnRows(Of<DlrmConfig>(configs, "no interactions, which teach \"neumf\" models; a feature store teaches \"dlrm\" models"), cancellationToken);
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(_cards, ConfigFile.Json));
    }

    private void LearnRows(IReadOnlyList<DlrmConfig> configs, CancellationToken cancellationToken)
    {
        TrainingOptions options = choices.ForDlrm();
        using FeatureStore store = FeatureStore.Open(data);
        DlrmTrainer trainer = new(TimeProvider.System);
        foreach (DlrmConfig config in configs)
        {
            TrainedModel trained = Progress(config, progress => trainer.Train(config, store, options, progress, cancellationToken));
            Finish(trained.Export(output, cancellationToken), trained.RowsPerSecond);
        }
    }

    private void LearnInteractions(IReadOnlyList<NeumfConfig> configs, CancellationToken cancellationToken)
    {
        NeumfTrainingOptions options = choices.ForNeumf();
        using InteractionStore store = InteractionStore.Open(data);
        NeumfTrainer trainer = new(TimeProvider.System);
        foreach (NeumfConfig config in configs)
        {
            TrainedNeumf trained = Progress(config, progress => trainer.Train(config, store, options, progress, cancellationToken));
            Finish(trained.Export(output, cancellationToken), trained.RowsPerSecond);
        }
    }

    private void Finish(ModelCard card, double rowsPerSecond)
    {
        _cards.Add(card);
        if (!json)
            Console.WriteLine(FormattableString.Invariant($"{Path.Combine(output, card.File)}: {ModelCardText.Quality(card.Training!)}, {rowsPerSecond:N0} rows/s"));
    }

    private static T Progress<T>(IModelConfig config, Func<IProgress<TrainingProgress>, T> train) =>
        Terminal.WithProgress($"Training {config.Name}", progress => train(new TrainingLines(progress)));

    private static (string, IModelConfig)[] Load(IReadOnlyList<string> paths)
    {
        List<(string, IModelConfig)> configs = [];
        List<ConfigProblem> problems = [];
        foreach (string path in paths)
        {
            try
            {
                configs.Add((path, ModelConfigs.Load(ShippedConfigs.Resolve(ShippedConfigs.Models, path))));
            }
            catch (ConfigException e)
            {
                problems.AddRange(e.Problems);
            }
        }
        ConfigException.ThrowIfAny(problems);
        return [.. configs];
    }

    private IReadOnlyList<T> Of<T>((string Path, IModelConfig Config)[] configs, string held)
        where T : IModelConfig
    {
        ConfigException.ThrowIfAny([.. configs.Where(entry => entry.Config is not T)
            .Select(entry => new ConfigProblem(entry.Path, "family", $"It is \"{entry.Config.Family}\", but {data} holds {held}.", "Name models and data of one kind."))]);
        return [.. configs.Select(entry => entry.Config).Cast<T>()];
    }
}
