using System.CommandLine;
using RecPipe.Accelerator.Hardware;
using RecPipe.Cli.Profile;
using RecPipe.Cli.Serving;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;

namespace RecPipe.Cli.Commands;

/// <summary>`recpipe profile`: what a pipeline's models take on this machine, as a hardware file to plan with.</summary>
internal static class ProfileCommand
{
    /// <summary>Cores: what a machine that does nothing else takes for itself stays below.</summary>
    private const double MostOthers = 0.2;

    public static Command Create()
    {
        Option<string[]> pipeline = new("--pipeline") { Description = "Pipeline file, or the name of a shipped one; may be repeated.", Required = true, AllowMultipleArgumentsPerToken = true };
        Option<DirectoryInfo> models = new("--models") { Description = "Folder of the models.", Required = true };
        Option<DirectoryInfo> data = new("--data") { Description = "Feature store that candidate ids refer to.", Required = true };
        Option<int> candidates = new("--candidates") { Description = "Candidates of a query.", DefaultValueFactory = _ => 4096 };
        Option<string> name = new("--name") { Description = "Written into the file; designs call hardware by its file.", DefaultValueFactory = _ => "this-machine" };
        Option<double> seconds = new("--seconds") { Description = "Of each measurement, s.", DefaultValueFactory = _ => 1 };
        Option<ulong> seed = new("--seed") { Description = "Of candidates and arrivals.", DefaultValueFactory = _ => 1 };
        Option<string?> output = new("--out") { Description = "Hardware file to write; printed otherwise." };
        Option<bool> json = new("--json") { Description = "Print the file as well as writing it." };
        Command command = new("profile", "Measure pipelines' models on this machine: by candidates, by busy engines, and outside engines.")
        {
            pipeline, models, data, candidates, name, seconds, seed, output, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            ProfileRequest request = new()
            {
                Pipelines = [.. parsed.GetRequiredValue(pipeline).Select(file => ShippedConfigs.Resolve(ShippedConfigs.Pipelines, file))],
                Models = parsed.GetRequiredValue(models).FullName,
                Data = parsed.GetRequiredValue(data).FullName,
                Candidates = parsed.GetValue(candidates),
                Name = parsed.GetRequiredValue(name),
                During = parsed.GetValue(seconds) is > 0 and <= 3600 and var length ? TimeSpan.FromSeconds(length) : TimeSpan.Zero,
                Seed = parsed.GetValue(seed),
            };
            request.ThrowIfInvalid();
            string? file = parsed.GetValue(output) is { } path ? OutputPath.File("--out", path) : null;
            PipelineConfig[] pipelines = [.. request.Pipelines.Select(ConfigFile.Load<PipelineConfig>)];
            ConfigException.ThrowIfAny([.. pipelines.SelectMany(config => PipelineDesign.Problems("recpipe profile", config, request.Candidates))]);
            OtherLoad others = OtherLoad.Start();
            MeasuredDevice device = await Terminal.WithProgressAsync($"Profile {string.Join(", ", pipelines.Select(config => config.Name))}", progress =>
                new PipelineProfiler(request, pipelines).RunAsync(progress, cancellationToken)).ConfigureAwait(false);
            if (others.Cores() is > MostOthers and var cores)
                Terminal.Note(FormattableString.Invariant($"Other processes kept {cores:0.0} cores busy meanwhile: these are times of a busy machine. Profile an otherwise idle one to rely on them."));
            if (file is not null)
                MeasuredFile.Save(file, device);
            if (file is null || parsed.GetValue(json))
                Console.Write(MeasuredFile.Write(device));
            else
                Console.WriteLine($"{ProfileText.Of(device)}\nWritten: {file}");
            return ExitCode.Success;
        });
        return command;
    }
}
