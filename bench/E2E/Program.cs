using RecPipe.Bench.E2E;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;
using RecPipe.Reporting;
using RecPipe.Reporting.Tables;
using static System.FormattableString;

// usage: dotnet run -c Release --project bench/E2E -- [--full] [--seconds N]      (see bench/README.md)
bool full = args.Contains("--full");
int at = Array.IndexOf(args, "--seconds");
TimeSpan during = TimeSpan.FromSeconds(at < 0 ? 4 : int.Parse(args[at + 1], null));
string tables = full ? "full" : "capped";
const string Pipelines = "configs/pipelines";

using Workbench bench = Workbench.Open(Path.Combine("artifacts", $"bench-{tables}"), Path.Combine("configs", "models"), full ? null : 100_000);
Comparison comparison = new(bench, Pipelines, during);
Table table = new(
    new("pipeline", IsNumber: false), new("way", IsNumber: false), new("unloaded p50 (ms)"), new("mean (ms)"), new("p50 / bare"), new("max (queries/s)"), new("max / bare"));
foreach (string name in (string[])["one-stage", "two-stage", "three-stage"])
{
    PipelineConfig pipeline = ConfigFile.Load<PipelineConfig>(Path.Combine(Pipelines, name + ".json"));
    Result? bare = null;
    await foreach (Result result in comparison.MeasureAsync(pipeline))
    {
        bare = result.Way == Comparison.Bare ? result : bare;
        table.Add(
            name, result.Way, Invariant($"{result.UnloadedP50.TotalMilliseconds:0.00}"), Invariant($"{result.UnloadedMean.TotalMilliseconds:0.00}"),
            bare is null ? "" : Invariant($"{result.UnloadedP50 / bare.UnloadedP50:0.000}"), Invariant($"{result.MaxThroughput:0.0}"),
            bare is null ? "" : Invariant($"{result.MaxThroughput / bare.MaxThroughput:0.000}"));
        Console.Error.WriteLine($"{name}: {result.Way} done");
    }
}
string title = Invariant($"{tables} tables, {Workbench.Candidates} candidates, {during.TotalSeconds:0} s each; {MachineDescription.Current()}");
Console.WriteLine($"{title}\n\n{table.ToText()}");
File.WriteAllText(Path.Combine("bench", "results", $"e2e-{tables}.md"), $"# bench/E2E\n\n{title}\n\n{table.ToMarkdown()}");
