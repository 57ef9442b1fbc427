using System.CommandLine;
using System.Text.Json;
using RecPipe.Cli.Sweeps;
using RecPipe.LoadGen.Commands;
using RecPipe.Planning.Designs;
using RecPipe.Planning.Experiments;
using RecPipe.Planning.Sweeps;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Cli.Commands;

/// <summary>`recpipe sweep`: every design of an experiment under every load, in virtual time or served.</summary>
internal static class SweepCommand
{
    public static Command Create()
    {
        Option<string> experiment = new("--experiment") { Description = "Design space and loads (configs/experiments/*.json), or the name of a shipped one.", Required = true };
        Option<string> output = new("--out") { Description = "Folder of the results; run again with the same to go on after an interruption.", Required = true };
        Option<DesignMode> mode = new Option<DesignMode>("--mode") { Description = "corrected: every split of engines and area, Poisson arrivals, steady state. parity: designs, arrivals and runs of the published artefact.", DefaultValueFactory = _ => DesignMode.Corrected }.OneOf();
        Option<bool> simulated = new("--virtual") { Description = "Simulate in virtual time (the default)." };
        Option<bool> emulated = new("--emulated") { Description = "Serve every design in real time: CPU stages run their models, others are emulated." };
        Option<bool> live = new("--live") { Description = "Serve the designs that need nothing but processors in real time." };
        Option<DirectoryInfo?> models = new("--models") { Description = "Real time: folder of the models." };
        Option<DirectoryInfo?> data = new("--data") { Description = "Real time: feature store that candidate ids refer to." };
        Option<int?> queries = new("--queries") { Description = "Queries of a run in real time, or of a parity run, instead of the experiment's." };
        Option<double> precision = new("--precision") { Description = "Virtual time: half-width of the 95 % confidence interval of each percentile, as a share of it.", DefaultValueFactory = _ => 0.02 };
        Option<ulong> seed = new("--seed") { Description = "Of arrivals and service times; all designs see the same arrivals.", DefaultValueFactory = _ => 1 };
        Option<string[]> hardware = new("--hardware") { Description = "Other hardware for a backend, BACKEND=FILE; may be repeated.", DefaultValueFactory = _ => [] };
        Option<bool> json = new("--json") { Description = "Print JSON: every point, times in ms, rates in queries/s." };
        Command command = new("sweep", "Run every design of an experiment under every load: tail latency, throughput, saturation.")
        {
            experiment, output, mode, simulated, emulated, live, models, data, queries, precision, seed, hardware, json,
        };
        command.Validators.Add(result =>
        {
            if (new[] { simulated, emulated, live }.Count(result.GetValue) > 1)
                result.AddError("--virtual, --emulated and --live exclude each other.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            SweepRequest request = new()
            {
                Mode = parsed.GetValue(mode),
                Means = parsed.GetValue(live) ? SweepMeans.Live : parsed.GetValue(emulated) ? SweepMeans.Emulated : SweepMeans.Virtual,
                Precision = parsed.GetValue(precision),
                Seed = parsed.GetValue(seed),
                Queries = parsed.GetValue(queries),
                Models = parsed.GetValue(models)?.FullName,
                Data = parsed.GetValue(data)?.FullName,
            };
            request.ThrowIfInvalid();
            string file = ShippedConfigs.Resolve(ShippedConfigs.Experiments, parsed.GetRequiredValue(experiment));
            LoadedExperiment loaded = ExperimentFile.Check(file, HardwareChoices.Apply(ExperimentFile.Read(file), parsed.GetRequiredValue(hardware)), ShippedConfigs.ExperimentFiles);
            if (loaded.Experiment.Rates.Count == 0)
                throw new ConfigException(file, "rates", "There are none.", "Give the loads to try, queries/s.");
            DesignSweepResult result = await new SweepRun(loaded, request).RunAsync(OutputPath.Folder("--out", parsed.GetRequiredValue(output)), cancellationToken).ConfigureAwait(false);
            Console.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(new { experiment = result.Experiment.Name, result.Mode, result.Means, designs = result.Designs.Count, result.Points }, ConfigFile.Json)
                : DesignSweepTables.Text(result));
        });
        return command;
    }
}
