using System.CommandLine;
using System.Text.Json;
using RecPipe.Cli.Sweeps;
using RecPipe.Datasets.Store;
using RecPipe.LoadGen.Commands;
using RecPipe.Ranking.Configuration;
using RecPipe.Training.Sweeps;

namespace RecPipe.Cli.Commands.Models;

/// <summary>`recpipe models sweep`: trains a grid of configurations and marks those that no other beats.</summary>
internal static class ModelsSweepCommand
{
    public static Command Create()
    {
        Option<string> experiment = new("--experiment") { Description = "Grid of configurations (configs/experiments/models/*.json), or the name of a shipped one.", Required = true };
        Option<string> data = new("--data") { Description = "Feature store to learn from and to judge on.", Required = true };
        Option<string> output = new("--out") { Description = "Folder of the results; run again with the same to go on after an interruption.", Required = true };
        Option<SweepQuality> quality = new Option<SweepQuality>("--quality") { Description = "What the Pareto fronts are of.", DefaultValueFactory = _ => SweepQuality.Accuracy }.OneOf();
        Option<bool> json = new("--json") { Description = "Print JSON." };
        Command command = new("sweep", "Train a grid of DLRM configurations and mark the Pareto front of quality against cost.") { experiment, data, output, quality, json };
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                SweepExperiment grid = SweepExperiment.Load(ShippedConfigs.Resolve(ShippedConfigs.ModelExperiments, parsed.GetRequiredValue(experiment)));
                SweepResult result = Run(grid, parsed.GetRequiredValue(data), OutputPath.Folder("--out", parsed.GetRequiredValue(output)), parsed.GetValue(quality), cancellationToken);
                Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(result, ConfigFile.Json) : SweepTables.Text(result));
            },
            cancellationToken));
        return command;
    }

    private static SweepResult Run(SweepExperiment experiment, string data, string output, SweepQuality quality, CancellationToken cancellationToken)
    {
        using FeatureStore store = FeatureStore.Open(data);
        store.VerifyChecksums(cancellationToken); // what the folder holds is kept by them
        using SweepFolder folder = SweepFolder.Open(output, experiment, store);
        IReadOnlyList<SweepOutcome> outcomes = Terminal.WithProgress($"Sweeping {experiment.Name}", bar =>
        {
            Lines lines = new(bar);
            try
            {
                return new ModelSweep(TimeProvider.System).Run(experiment, store, folder, lines, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                Terminal.Note($"{lines.Run} of {lines.Runs} runs are done and kept; the same command goes on from there.");
                throw;
            }
        });
        SweepResult result = SweepResult.Of(experiment, outcomes, store.TableRows, quality);
        File.WriteAllText(Path.Combine(output, "sweep.csv"), SweepTables.Csv(result));
        SweepPage.Of(result, store.Manifest).Save(Path.Combine(output, "sweep.html"));
        return result;
    }

    /// <summary>Moves the bar, and says what each run reached.</summary>
    private sealed class Lines(IProgress<double> bar) : IProgress<SweepProgress>
    {
        public int Run { get; private set; }

        public int Runs { get; private set; }

        public void Report(SweepProgress value)
        {
            (Run, Runs) = (value.Run, value.Runs);
            bar.Report(value.Done);
            if (value.Finished is { } outcome)
                Terminal.Note(FormattableString.Invariant($"{value.Run}/{value.Runs} {outcome.Config.Name}, seed {outcome.Seed}: ") + (outcome.LogLoss is null
                    ? "diverged"
                    : FormattableString.Invariant($"accuracy {outcome.Accuracy:P2}, AUC {outcome.Auc:F4}, log loss {outcome.LogLoss:F4}, {outcome.Duration.TotalSeconds:F1} s")));
        }
    }
}
