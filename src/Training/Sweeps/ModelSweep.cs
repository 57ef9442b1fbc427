using RecPipe.Datasets.Store;
using RecPipe.Models.Cards;
using RecPipe.Models.Families;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Training.Sweeps;

/// <summary>Trains every configuration of a grid with every seed; what a folder already holds is not trained again.</summary>
public sealed class ModelSweep(TimeProvider clock)
{
    /// <returns>Outcomes in the grid's order.</returns>
    /// <exception cref="ConfigException">Experiment, data and folder do not fit.</exception>
    /// <exception cref="OperationCanceledException">Stopped; the runs finished until then are in the folder.</exception>
    public IReadOnlyList<SweepOutcome> Run(SweepExperiment experiment, FeatureStore store, SweepFolder folder, IProgress<SweepProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        (DlrmConfig Config, int Seed)[] runs = [.. from config in experiment.Configurations(store.DenseWidth) from seed in experiment.Seeds select (config, seed)];
        List<SweepOutcome> outcomes = [];
        foreach ((DlrmConfig config, int seed) in runs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            SweepOutcome? outcome = folder.Find(config.Name, seed), finished = null;
            if (outcome is null)
            {
                outcome = finished = Train(config, experiment.Training with { Seed = seed }, store, new PartOf(progress, outcomes.Count, runs.Length), cancellationToken);
                folder.Save(outcome);
            }
            outcomes.Add(outcome);
            progress?.Report(new((double)outcomes.Count / runs.Length, outcomes.Count, runs.Length, finished));
        }
        return outcomes;
    }

    private SweepOutcome Train(DlrmConfig config, TrainingOptions options, FeatureStore store, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        long began = clock.GetTimestamp();
        SweepOutcome outcome = new() { Config = config, Seed = options.Seed, Duration = TimeSpan.Zero };
        try
        {
            TrainedModel model = new DlrmTrainer(clock).Train(config, store, options, progress, cancellationToken);
            TrainingRecord record = model.Record;
            outcome = outcome with { Accuracy = record.TestAccuracy, Auc = record.TestAuc, LogLoss = record.TestLogLoss, RowsPerSecond = model.RowsPerSecond };
        }
        catch (TrainingDivergedException)
        {
            // A configuration that cannot be trained is a finding about it, not the end of the sweep.
        }
        return outcome with { Duration = clock.GetElapsedTime(began) };
    }

    /// <summary>The progress of one run among all.</summary>
    private sealed class PartOf(IProgress<SweepProgress>? whole, int run, int runs) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => whole?.Report(new((run + value.Done) / runs, run, runs, null));
    }
}
