using System.CommandLine;
using System.Text.Json;
using RecPipe.Cli.Demo;
using RecPipe.Datasets.Store;
using RecPipe.Models.Cards;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Cli.Commands;

/// <summary>`recpipe demo`: the main job, from nothing to tail latency, throughput and quality of three pipelines.</summary>
internal static class DemoCommand
{
    private const string ReportFile = "report.html";

    public static Command Create()
    {
        Option<DirectoryInfo> folder = new("--out") { Description = "Where data, models and the report go; used again by the next run.", DefaultValueFactory = _ => new("runs/demo") };
        Option<bool> quick = new("--quick") { Description = "Less data, less training, shorter measurements: under a minute on 2 cores." };
        Option<int> seed = new("--seed") { Description = "Of data, training and load.", DefaultValueFactory = _ => 1 };
        Option<bool> json = new("--json") { Description = "Print the measurements as JSON instead of a table." };
        Command command = new("demo", "Make data, train three models, serve one-, two- and three-stage pipelines, offer load, report.") { folder, quick, seed, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(folder)!.FullName, parsed.GetValue(quick) ? DemoPlan.Quick : DemoPlan.Full, parsed.GetValue(seed), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string folder, DemoPlan plan, int seed, bool json, CancellationToken cancellationToken)
    {
        DemoModels models = new(folder, plan, seed);
        IReadOnlyList<ModelCard> cards = await Task.Run(() => models.Make(cancellationToken), cancellationToken).ConfigureAwait(false);
        using FeatureStore store = FeatureStore.Open(models.Data);
        await using DemoServices services = await DemoServices.StartAsync(models.Data, models.Models, cancellationToken).ConfigureAwait(false);
        Terminal.Note($"Gateway on {services.Gateway.Grpc} (gRPC) and {services.Gateway.Http} (REST), stage worker on {services.Worker.Grpc}.");
        IReadOnlyList<DemoRun> runs = await new DemoRuns(store, services.Gateway.Grpc, plan, seed).MeasureAsync(cancellationToken).ConfigureAwait(false);

        DemoReport report = new(cards, runs);
        string page = Path.Combine(folder, ReportFile);
        await File.WriteAllTextAsync(page, report.ToHtml(), cancellationToken).ConfigureAwait(false);
        Console.WriteLine(json ? JsonSerializer.Serialize(runs, ConfigFile.Json) : $"{report.Models().ToText()}\n{report.Runs().ToText()}\n{DemoReport.Legend}");
        Terminal.Note($"Report with plots: {page}");
        return ExitCode.Success;
    }
}
