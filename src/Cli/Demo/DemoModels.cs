using RecPipe.Datasets.Store;
using RecPipe.Datasets.Synthetic;
using RecPipe.Models.Cards;
using RecPipe.Models.Families;
using RecPipe.Ranking.Configuration;
using RecPipe.Training;

namespace RecPipe.Cli.Demo;

/// <summary>The demo's data and models in a folder; what an earlier run left there is used again.</summary>
internal sealed class DemoModels(string folder, DemoPlan plan, int seed)
{
    private static readonly string[] s_models = ["rm-small", "rm-med", "rm-large"];

    public string Data { get; } = Path.Combine(folder, $"data-{plan.Rows}-{plan.TableCap}-{seed}");

    public string Models { get; } = Path.Combine(folder, $"models-{plan.Rows}-{plan.TableCap}-{seed}");

    /// <returns>The models' cards, with what they reached on held-out rows.</returns>
    public IReadOnlyList<ModelCard> Make(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Data))
            MakeData(cancellationToken);
        using FeatureStore store = FeatureStore.Open(Data);
        return [.. s_models.Select(model => Card(model, store, cancellationToken))];
    }

    /// <summary>Models of other data are of no use: they go.</summary>
    private void MakeData(CancellationToken cancellationToken)
    {
        if (Directory.Exists(Models))
            Directory.Delete(Models, recursive: true);
        Terminal.WithProgress($"Data: {plan.Rows:N0} Criteo-shaped rows", progress =>
            SyntheticCriteo.Generate(new() { Rows = plan.Rows, Seed = (ulong)seed, TableCap = plan.TableCap }, Data, progress, cancellationToken));
    }

    private ModelCard Card(string model, FeatureStore store, CancellationToken cancellationToken)
    {
        string card = Path.Combine(Models, model + ModelCard.Suffix);
        return File.Exists(card) ? ConfigFile.Load<ModelCard>(card) : Train(model, store, cancellationToken);
    }

    private ModelCard Train(string model, FeatureStore store, CancellationToken cancellationToken)
    {
        DlrmConfig config = ConfigFile.Load<DlrmConfig>(Path.Combine(ShippedConfigs.Models, model + ".json"));
        return Terminal.WithProgress($"Train {model}", progress =>
            new DlrmTrainer(TimeProvider.System)
                .Train(config, store, new TrainingOptions { Seed = seed }, new ShareOf(progress), cancellationToken)
                .Export(Models, cancellationToken));
    }

    /// <summary>Hands on the share done at once, in order, on the training thread.</summary>
    private sealed class ShareOf(IProgress<double> progress) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => progress.Report(value.Done);
    }
}
