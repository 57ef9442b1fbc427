using System.CommandLine;
using System.CommandLine.Parsing;
using RecPipe.Cli.Plans;
using RecPipe.LoadGen.Commands;
using RecPipe.Planning.Designs;
using RecPipe.Planning.Objectives;
using RecPipe.Planning.Qualities;
using RecPipe.Planning.Reports;
using RecPipe.Planning.Search;
using RecPipe.Workloads.Objectives;

namespace RecPipe.Cli.Commands;

/// <summary>`recpipe plan`: which models, items, hardware and engines serve a load within an objective.</summary>
internal static class PlanCommand
{
    private delegate T? Parser<T>(string text, out string problem)
        where T : class;

    public static Command Create()
    {
        PlanOptions defaults = new();
        Option<string[]> experiments = new("--experiment") { Description = "Experiment with the design space (configs/experiments/*.json), or the name of a shipped one; may be repeated.", Required = true, AllowMultipleArgumentsPerToken = true };
        Option<string[]> hardware = new("--hardware") { Description = "Other hardware for a backend, BACKEND=FILE, for example what `recpipe profile` wrote; may be repeated.", DefaultValueFactory = _ => [] };
        Option<Threshold[]> slo = new("--slo") { Description = "Latency objective: p95=25ms, also mean, p50 or p99; may be repeated.", CustomParser = result => Parse<Threshold>(result, "--slo", ObjectiveParser.Latency) };
        Option<double[]> load = new("--load") { Description = "Offered load, queries/s; may be repeated. Default: the experiment's rates.", AllowMultipleArgumentsPerToken = true };
        Option<QualityBound[]> quality = new("--quality") { Description = "Least quality: ndcg@64>=0.99*best, a share of the best in the space, or ndcg@64>=0.9; metrics are those of `recpipe evaluate --json`. May be repeated.", CustomParser = result => Parse<QualityBound>(result, "--quality", ObjectiveParser.Quality) };
        Option<Preference?> prefer = new Option<Preference?>("--prefer") { Description = "What decides among designs that hold the objective: cost, latency, quality or throughput. Default: what is not bounded (quality, then latency), or cost." }.OneOf();
        Option<string?> models = new("--models") { Description = "Folder of the models, to measure quality with; needs --data." };
        Option<string?> data = new("--data") { Description = "Feature store or interaction store that quality is measured on." };
        Option<int?> queries = new("--queries") { Description = "Queries that quality is measured with. Default: 200; of an interaction store one for every user with a held-out item." };
        Option<string?> qualities = new("--qualities") { Description = "File of known qualities (configs/qualities/*.json), or the name of a shipped one, instead of --models and --data." };
        Option<DesignMode> mode = new Option<DesignMode>("--mode") { Description = "corrected: every split of the hardware; parity: the published artefact's equal shares, timing model and metrics.", DefaultValueFactory = _ => DesignMode.Corrected }.OneOf();
        Option<double> precision = new("--precision") { Description = "Half width of the confidence intervals of simulated latencies, relative.", DefaultValueFactory = _ => defaults.Simulation.Precision };
        Option<ulong> seed = new("--seed") { Description = "Of the simulations and of the queries that quality is measured with.", DefaultValueFactory = _ => defaults.Seed };
        Option<bool> json = new("--json") { Description = "Print JSON." };
        Option<string?> output = new("--out") { Description = "File for the plan, which `recpipe serve` and `recpipe verify` take; needs one --load." };
        Option<string?> pipeline = new("--pipeline-out") { Description = "File for the pipeline, ready to serve." };
        Option<string?> report = new("--report") { Description = "File for an interactive page (HTML)." };
        Command command = new("plan", "Find the designs that no other beats in quality, latency, throughput and cost, and recommend one. Exit code 1: none holds the objective.")
        {
            experiments, hardware, slo, load, quality, prefer, models, data, queries, qualities, mode, precision, seed, json, output, pipeline, report,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new PlanRequest
            {
                Experiments = parsed.GetRequiredValue(experiments),
                Hardware = parsed.GetValue(hardware) ?? [],
                Latencies = parsed.GetValue(slo) ?? [],
                Qualities = parsed.GetValue(quality) ?? [],
                Loads = [.. (parsed.GetValue(load) ?? []).Distinct()],
                Prefer = parsed.GetValue(prefer),
                Mode = parsed.GetValue(mode),
                Models = parsed.GetValue(models),
                Data = parsed.GetValue(data),
                Queries = parsed.GetValue(queries),
                QualityFile = parsed.GetValue(qualities),
                Options = defaults with { Seed = parsed.GetValue(seed), Simulation = defaults.Simulation with { Precision = parsed.GetValue(precision) } },
                Out = parsed.GetValue(output),
                PipelineOut = parsed.GetValue(pipeline),
                Report = parsed.GetValue(report),
            },
            parsed.GetValue(json),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(PlanRequest request, bool json, CancellationToken cancellationToken)
    {
        request.ThrowIfInvalid();
        foreach ((string option, string file) in request.Outputs)
            OutputPath.File(option, file);
        PlannedSpace space = PlannedSpace.Load(request.Experiments, request.Hardware, request.Mode);
        QualityTable qualities = await PlanQualities.LoadAsync(request, space, cancellationToken).ConfigureAwait(false);
        PlanReport report = await Task.Run(() => PlanRun.Run(request, space, qualities, cancellationToken), cancellationToken).ConfigureAwait(false);
        string next = PlanOutputs.Write(request, space, report);
        Console.WriteLine(json ? PlanJson.Of(report) : $"{PlanTables.ToText(report)}\n{next}".TrimEnd());
        return report.Feasible ? ExitCode.Success : ExitCode.Failure;
    }

    private static T[] Parse<T>(ArgumentResult result, string option, Parser<T> parse)
        where T : class
    {
        List<T> read = [];
        foreach (Token token in result.Tokens)
        {
            if (parse(token.Value, out string problem) is { } value)
                read.Add(value);
            else
                result.AddError($"{option}: {problem}");
        }
        return [.. read];
    }
}
