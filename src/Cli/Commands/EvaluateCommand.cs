using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using RecPipe.Cli.Evaluate;
using RecPipe.Evaluation.Cascades;
using RecPipe.LoadGen.Commands;

namespace RecPipe.Cli.Commands;

/// <summary>`recpipe evaluate`: the quality of whole pipelines without serving them.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        Option<string[]> pipelines = new("--pipeline") { Description = "Pipeline file, or the name of a shipped one; may be repeated.", Required = true, AllowMultipleArgumentsPerToken = true };
        Option<string> models = new("--models") { Description = "Folder of the models.", Required = true };
        Option<string> data = new("--data") { Description = "Feature store or interaction store.", Required = true };
        Option<int?> queries = new("--queries") { Description = "Queries to ask. Default: 200; of an interaction store one for every user with a held-out item." };
        Option<int?> candidates = new("--candidates") { Description = "Candidates a query. Default: 4096; 100 with ncf, 1000 with leaveOneOut." };
        Option<Protocol?> protocol = new Option<Protocol?>("--protocol") { Description = "How queries are drawn. Feature store: heldOut (rows no model learned from), consecutive (the same, in their order), training (as the published artefact). Interaction store: ncf (1 positive, 99 negatives), leaveOneOut." }.OneOf();
        Option<ulong> seed = new("--seed") { Description = "Of the queries, the negatives and the bootstrap.", DefaultValueFactory = _ => 1 };
        Option<int?> k = new("--k") { Description = "Length of the list that is judged. Default: 64; 10 of an interaction store." };
        Option<int[]> keeps = new("--keeps") { Description = "Try these keeps in every stage but the last, for example 64,128,256,512.", CustomParser = ParseKeeps };
        Option<int> bootstrap = new("--bootstrap") { Description = "Samples of a bootstrap over queries that gives confidence intervals; 2000 is a good number. 0: none.", DefaultValueFactory = _ => 0 };
        Option<double> confidence = new("--confidence") { Description = "Of the intervals.", DefaultValueFactory = _ => 0.95 };
        Option<EvaluationMode> mode = new Option<EvaluationMode>("--mode") { Description = "corrected, or parity: the published artefact's own order and metrics.", DefaultValueFactory = _ => EvaluationMode.Corrected }.OneOf();
        Option<string?> cache = new("--cache") { Description = "Folder where scores are kept. Default: \"scores\" in the folder of the models." };
        Option<string> backend = new("--backend") { Description = "cpu or cuda.", DefaultValueFactory = _ => "cpu" };
        Option<bool> json = new("--json") { Description = "Print JSON." };
        Command command = new("evaluate", "Measure the ranking quality of pipelines on held-out data. Each model scores each candidate once; scores are kept.")
        {
            pipelines, models, data, queries, candidates, protocol, seed, k, keeps, bootstrap, confidence, mode, cache, backend, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new EvaluationRequest
            {
                Pipelines = parsed.GetRequiredValue(pipelines),
                Models = parsed.GetRequiredValue(models),
                Data = parsed.GetRequiredValue(data),
                Queries = parsed.GetValue(queries),
                Candidates = parsed.GetValue(candidates),
                Protocol = parsed.GetValue(protocol),
                Seed = parsed.GetValue(seed),
                K = parsed.GetValue(k),
                Keeps = parsed.GetValue(keeps) ?? [],
                Resamples = parsed.GetValue(bootstrap),
                Confidence = parsed.GetValue(confidence),
                Mode = parsed.GetValue(mode),
                Cache = parsed.GetValue(cache),
                Backend = parsed.GetRequiredValue(backend),
            },
            parsed.GetValue(json),
            cancellationToken));
        return command;
    }

    private static async Task RunAsync(EvaluationRequest request, bool json, CancellationToken cancellationToken)
    {
        EvaluationReport report = await Task.Run(() => EvaluationRun.RunAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (json)
            Console.WriteLine(report.ToJson());
        else
            Console.Write(report.ToText());
    }

    private static int[] ParseKeeps(ArgumentResult result)
    {
        List<int> keeps = [];
        foreach (string text in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int keep))
                keeps.Add(keep);
            else
                result.AddError($"--keeps: \"{text}\" is not a number; write for example 64,128,256.");
        }
        return [.. keeps];
    }
}
