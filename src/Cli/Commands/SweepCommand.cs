using System.CommandLine;
using System.Reflection;
using System.Text.Json;
using RecPipe.Cli.Sweeps;
using RecPipe.Planning.Designs;
using RecPipe.Planning.Experiments;
using RecPipe.Planning.Performance;
using RecPipe.Planning.Sweeps;
using RecPipe.Ranking.Configuration;
using RecPipe.Simulation.Replications;

namespace RecPipe.Cli.Commands;

/// <summary>`recpipe sweep`: every design of an experiment under every load, in virtual time or served.</summary>
internal static class SweepCommand
{
    public static Command Create()
    {
        Option<string> experiment = new("--experiment") { Description = "Design space and loads (configs/experiments/*.json), or the name of a shipped one.", Required = true };
        Option<string> output = new("--out") { Description = "Folder of the results; run again with the same to go on after an interruption.", Required = true };
        Option<DesignMode> mode = new("--mode") { Description = "corrected: every split of engines and area, Poisson arrivals, steady state. parity: designs, arrivals and runs of the published artefact.", DefaultValueFactory = _ => DesignMode.Corrected };
        Option<bool> simulated = new("--virtual") { Description = "Simulate in virtual time (the default)." };
        Option<double> precision = new("--precision") { Description = "Virtual time: half-width of the 95 % confidence interval of each percentile, as a share of it.", DefaultValueFactory = _ => 0.02 };
        Option<int> seed = new("--seed") { Description = "Of arrivals and service times; all designs see the same arrivals.", DefaultValueFactory = _ => 1 };
        Option<string[]> hardware = new("--hardware") { Description = "Other hardware for a backend, BACKEND=FILE; may be repeated.", DefaultValueFactory = _ => [] };
        Option<bool> json = new("--json") { Description = "Print JSON: every point, times in ms, rates in queries/s." };
        Command command = new("sweep", "Run every design of an experiment under every load: tail latency, throughput, saturation.") { experiment, output, mode, simulated, precision, seed, hardware, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string file = ShippedConfigs.Resolve(ShippedConfigs.Experiments, parsed.GetRequiredValue(experiment));
            LoadedExperiment loaded = ExperimentFile.Check(file, HardwareChoices.Apply(ExperimentFile.Read(file), parsed.GetValue(hardware) ?? []), ShippedConfigs.ExperimentFiles);
            if (loaded.Experiment.Rates.Count == 0)
                throw new ConfigException(file, "rates", "There are none.", "Give the loads to try, queries/s.");
            ReplicationOptions options = new() { Precision = CheckedPrecision(parsed.GetValue(precision)), Seed = (ulong)parsed.GetValue(seed) };
            DesignSweepResult result = await RunAsync(loaded, OutputPath.Folder("--out", parsed.GetRequiredValue(output)), parsed.GetValue(mode), options, cancellationToken).ConfigureAwait(false);
            Console.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(new { experiment = result.Experiment.Name, result.Mode, result.Means, designs = result.Designs.Count, result.Points }, ConfigFile.Json)
                : DesignSweepTables.Text(result));
        });
        return command;
    }

    private static async Task<DesignSweepResult> RunAsync(LoadedExperiment loaded, string output, DesignMode mode, ReplicationOptions options, CancellationToken cancellationToken)
    {
        IReadOnlyList<Design> designs = loaded.Designs(mode);
        SimulatedRuns runs = new(new DesignModel(loaded.Hardware(mode)), loaded.Experiment.Queries, mode, options);
        string program = typeof(SweepCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        using DesignSweepFolder folder = DesignSweepFolder.Open(output, DesignSweepIdentity.Of(program, loaded, mode, SweepMeans.Virtual, options, new Dictionary<string, string>()));
        IReadOnlyList<SweptPoint> points = await Terminal.WithProgressAsync($"Sweeping {loaded.Experiment.Name}: {designs.Count:N0} designs", async bar =>
        {
            Bar progress = new(bar);
            try
            {
                return await DesignSweep.RunAsync(designs, loaded.Experiment.Rates, runs, folder.Points, progress, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                Terminal.Note($"{folder.Points.Count} of {designs.Count * loaded.Experiment.Rates.Count} points are found and kept; the same command goes on from there.");
                throw;
            }
        }).ConfigureAwait(false);
        DesignSweepResult result = new(loaded.Experiment, mode, SweepMeans.Virtual, designs, points);
        await File.WriteAllTextAsync(folder.PathOf("sweep.csv"), DesignSweepTables.Csv(result), cancellationToken).ConfigureAwait(false);
        DesignSweepPage.Of(result).Save(folder.PathOf("sweep.html"));
        return result;
    }

    private static double CheckedPrecision(double precision) => precision is > 0 and <= 1
        ? precision
        : throw new ConfigException("sweep", "--precision", FormattableString.Invariant($"It is {precision}."), "Give a share over 0 and at most 1, for example 0.02.");

    private sealed class Bar(IProgress<double> bar) : IProgress<SweepProgress>
    {
        public void Report(SweepProgress value) => bar.Report((double)value.Done / value.Points);
    }
}
