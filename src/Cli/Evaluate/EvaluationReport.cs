using System.Text.Json.Nodes;
using RecPipe.Evaluation.Cascades;
using RecPipe.Evaluation.Statistics;
using RecPipe.Ranking.Configuration;
using RecPipe.Reporting.Tables;
using static System.FormattableString;

namespace RecPipe.Cli.Evaluate;

/// <summary>What `recpipe evaluate` prints.</summary>
internal sealed class EvaluationReport
{
    public required EvaluationRequest Request { get; init; }

    public required EvaluatedQueries Data { get; init; }

    public required EvaluationOptions Options { get; init; }

    /// <summary>To rank and judge all pipelines, scores at hand.</summary>
    public required TimeSpan Took { get; init; }

    public required IReadOnlyList<ReportedModel> Models { get; init; }

    /// <summary>At least one.</summary>
    public required IReadOnlyList<ReportedPipeline> Pipelines { get; init; }

    private QualityMetric Main => Options.Metrics[0];

    public string ToText()
    {
        string ties = Options.Mode == EvaluationMode.Parity ? "float16, backwards" : Options.Ties == TieRule.Served ? "as served" : "rank by strictly greater";
        return Invariant($"""
            {Request.Data}: {Data.Queries.Count:N0} queries of {Data.Queries.Candidates:N0} candidates ({Camel(Data.Protocol)}, seed {Request.Seed}), {Camel(Options.Mode)} mode, ties {ties}

            {ModelTable().ToText()}
            {PipelineTable().ToText()}
            {Pipelines.Count:N0} pipelines in {Took.TotalSeconds:0.00} s; {Models.Sum(model => model.Scored.Computed):N0} scores computed, the others from {Request.CacheFolder}
            """) + "\n";
    }

    /// <summary>The metrics of the first pipeline stand at the top, for callers that ask about one.</summary>
    public string ToJson()
    {
        JsonObject json = new()
        {
            ["data"] = Request.Data,
            ["mode"] = Camel(Options.Mode),
            ["protocol"] = Camel(Data.Protocol),
            ["seed"] = Request.Seed,
            ["queries"] = Data.Queries.Count,
            ["candidates"] = Data.Queries.Candidates,
            ["k"] = Options.K,
            ["ties"] = Options.Mode == EvaluationMode.Parity ? "halfPrecisionBackwards" : Camel(Options.Ties),
            ["seconds"] = Took.TotalSeconds,
        };
        foreach ((string name, JsonNode? value) in Pipeline(Pipelines[0]))
            json[name] = value?.DeepClone();
        json["models"] = new JsonArray([.. Models.Select(Model)]);
        json["pipelines"] = new JsonArray([.. Pipelines.Select(Pipeline)]);
        return json.ToJsonString(ConfigFile.Json);
    }

    private Table ModelTable()
    {
        Table table = new(new("model", IsNumber: false), new("scored"), new("positive"), new("AUC"), new("log loss"), new("calibration"), new("calibration error"));
        foreach (ReportedModel model in Models)
        {
            table.Add(
                model.Scored.Card.Name, Invariant($"{model.Quality.Scored:N0}"), Invariant($"{model.Quality.PositiveShare:0.0000}"), Number(model.Quality.Auc),
                Number(model.Quality.LogLoss), Number(model.Quality.Calibration.Ratio), Number(model.Quality.Calibration.ExpectedError));
        }
        return table;
    }

    private Table PipelineTable()
    {
        string[] metrics = [.. Options.Metrics.Select(metric => metric.NameAt(Options.K))];
        bool whole = Options.Mode == EvaluationMode.Corrected, paired = Request.Bootstrap is not null && Pipelines.Count > 1;
        Table table = new(
        [
            new("pipeline", IsNumber: false), new("keeps", IsNumber: false), .. metrics.Select(name => new Column(name)),
            .. whole ? [new Column("AUC"), new("log loss")] : Array.Empty<Column>(), new($"{metrics[0]} of last model alone"), .. paired ? [new Column($"{metrics[0]} less the first's")] : Array.Empty<Column>(),
        ]);
        foreach (ReportedPipeline pipeline in Pipelines)
        {
            table.Add(
            [
                pipeline.Pipeline.Name,
                string.Join(" > ", pipeline.Pipeline.Stages.Select(stage => stage.Keep)),
                .. Options.Metrics.Select(metric => Text(pipeline.Quality.Metrics[metric])),
                .. pipeline.WholeList is { } list ? [Text(list.Auc), Text(list.LogLoss)] : Array.Empty<string>(),
                Invariant($"{pipeline.ShareOfLastModelAlone(Main):0.00%}"),
                .. paired ? [Text(Request.Bootstrap!.Difference(pipeline.Quality.Metrics[Main], Pipelines[0].Quality.Metrics[Main]), signed: true)] : Array.Empty<string>(),
            ]);
        }
        return table;
    }

    private JsonObject Model(ReportedModel model) => new()
    {
        ["model"] = model.Scored.Card.Name,
        ["sha256"] = model.Scored.Card.Sha256[model.Scored.Card.File],
        ["scored"] = model.Quality.Scored,
        ["computed"] = model.Scored.Computed,
        ["learnedElsewhere"] = Data.LearnedElsewhere(model.Scored.Card),
        ["positiveShare"] = Value(model.Quality.PositiveShare),
        ["auc"] = Value(model.Quality.Auc),
        ["logLoss"] = Value(model.Quality.LogLoss),
        ["calibrationRatio"] = Value(model.Quality.Calibration.Ratio),
        ["expectedCalibrationError"] = Value(model.Quality.Calibration.ExpectedError),
    };

    private JsonObject Pipeline(ReportedPipeline pipeline)
    {
        JsonObject json = new()
        {
            ["pipeline"] = pipeline.Pipeline.Name,
            ["stages"] = new JsonArray([.. pipeline.Pipeline.Stages.Select(stage => new JsonObject { ["model"] = stage.Model, ["keep"] = stage.Keep })]),
            ["judged"] = pipeline.Quality.Metrics[Main].Judged,
        };
        (string Name, MetricSample Sample, MetricSample? First)[] samples =
        [
            .. Options.Metrics.Select(metric => (metric.NameAt(Options.K), pipeline.Quality.Metrics[metric], (MetricSample?)Pipelines[0].Quality.Metrics[metric])),
            .. pipeline.WholeList is { } list
                ? [("auc", list.Auc, Pipelines[0].WholeList?.Auc), ("logLoss", list.LogLoss, Pipelines[0].WholeList?.LogLoss)]
                : Array.Empty<(string, MetricSample, MetricSample?)>(),
        ];
        foreach ((string name, MetricSample sample, _) in samples)
            json[name] = Value(sample.Mean);
        json["shareOfLastModelAlone"] = Value(pipeline.ShareOfLastModelAlone(Main));
        if (Request.Bootstrap is { } bootstrap)
        {
            json["intervals"] = new JsonObject(samples.Select(entry => KeyValuePair.Create(entry.Name, (JsonNode?)Pair(bootstrap.Mean(entry.Sample)))));
            if (pipeline != Pipelines[0])
                json["differencesFromFirst"] = new JsonObject(samples.Select(entry => KeyValuePair.Create(entry.Name, (JsonNode?)Pair(bootstrap.Difference(entry.Sample, entry.First!)))));
        }
        return json;
    }

    private string Text(MetricSample sample) => Request.Bootstrap is { } bootstrap ? $"{Number(sample.Mean)} {Text(bootstrap.Mean(sample))}" : Number(sample.Mean);

    private static string Text(Interval interval, bool signed = false) => signed
        ? Invariant($"[{interval.Low:+0.0000;-0.0000}, {interval.High:+0.0000;-0.0000}]")
        : $"[{Number(interval.Low)}, {Number(interval.High)}]";

    private static string Number(double value) => double.IsNaN(value) ? "-" : Invariant($"{value:0.0000}");

    /// <summary>JSON has no NaN.</summary>
    private static JsonValue? Value(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    private static JsonArray Pair(Interval interval) => [Value(interval.Low), Value(interval.High)];

    private static string Camel<T>(T value)
        where T : struct, Enum =>
        System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
