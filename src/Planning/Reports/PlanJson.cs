using System.Text.Json.Nodes;
using RecPipe.Planning.Search;
using RecPipe.Ranking.Configuration;
using RecPipe.Simulation.Statistics;

namespace RecPipe.Planning.Reports;

/// <summary>What a plan found, for programs; docs/planning.md lists the keys. Latencies in ms, rates in queries/s, energy in J.</summary>
public static class PlanJson
{
    public static string Of(PlanReport report) => new JsonObject
    {
        ["experiment"] = report.Experiment,
        ["qualities"] = report.Qualities,
        ["leftOut"] = report.LeftOut,
        ["seed"] = report.Seed,
        ["seconds"] = report.Took.TotalSeconds,
        ["feasible"] = report.Feasible,
        ["loads"] = new JsonArray([.. report.Results.Select(Result)]),
    }.ToJsonString(ConfigFile.Json);

    private static JsonObject Result(PlanResult result) => new()
    {
        ["load"] = result.Objective.Load,
        ["slo"] = new JsonArray([.. result.Objective.Latencies.Select(bound => JsonValue.Create(bound.Text))]),
        ["quality"] = new JsonArray([.. result.Objective.Qualities.Select(bound => new JsonObject { ["bound"] = bound.Text, ["required"] = PlanText.Required(result, bound) })]),
        ["bestQuality"] = new JsonObject(result.Axes.Qualities.Zip(result.BestQuality, (metric, best) => KeyValuePair.Create(metric, (JsonNode?)Number(best)))),
        ["designs"] = result.Designs,
        ["saturated"] = result.Saturated,
        ["screened"] = result.Screened,
        ["simulated"] = result.Simulated,
        ["feasible"] = result.Recommended is not null,
        ["recommended"] = result.Recommended is { } recommended ? Recommended(recommended, result) : null,
        ["infeasible"] = result.Infeasibility is { } infeasibility ? Infeasible(infeasibility, result) : null,
        ["front"] = new JsonArray([.. result.Front.Select(point => Point(point, result))]),
    };

    private static JsonObject Recommended(Recommendation recommended, PlanResult result)
    {
        JsonObject json = Point(recommended.Point, result);
        json["reason"] = PlanText.Reason(recommended);
        json["confident"] = recommended.Confident;
        json["runnersUp"] = new JsonArray([.. recommended.RunnersUp.Select(point => Point(point, result))]);
        json["compared"] = new JsonArray([.. recommended.Compared.Select(compared =>
        {
            JsonObject entry = Point(compared.Point, result);
            entry["why"] = compared.Why;
            return entry;
        })]);
        return json;
    }

    private static JsonObject Infeasible(Infeasibility infeasibility, PlanResult result) => new()
    {
        ["binding"] = infeasibility.Binding?.ToString().ToLowerInvariant(),
        ["nearest"] = new JsonArray([.. infeasibility.Relaxations.Select(relaxation => new JsonObject
        {
            ["relaxed"] = relaxation.Constraint.ToString().ToLowerInvariant(),
            ["change"] = Number(relaxation.Change),
            ["load"] = relaxation.Load,
            ["text"] = PlanText.Sentence(relaxation, result),
            ["point"] = relaxation.Point is { } point ? Point(point, result) : null,
        })]),
    };

    private static JsonObject Point(SearchPoint point, PlanResult result) => new()
    {
        ["design"] = point.Candidate.Design.ToString(),
        ["stages"] = new JsonArray([.. point.Candidate.Design.Stages.Select(stage => new JsonObject
        {
            ["model"] = stage.Model,
            ["items"] = stage.Items,
            ["keep"] = stage.Keep,
            ["backend"] = stage.Backend,
            ["hardware"] = stage.Hardware,
            ["engines"] = stage.Engines,
            ["subBatchRows"] = stage.SubBatchRows,
        })]),
        ["holds"] = result.Holds(point),
        ["quality"] = new JsonObject(result.Axes.Qualities.Zip(point.Candidate.Quality, (metric, value) => KeyValuePair.Create(metric, (JsonNode?)Number(value)))),
        ["latencyMs"] = new JsonObject
        {
            ["mean"] = Milliseconds(point.Performance.Mean),
            ["p50"] = Milliseconds(point.Performance.P50),
            ["p95"] = Milliseconds(point.Performance.P95),
            ["p99"] = Milliseconds(point.Performance.P99),
        },
        ["rate"] = point.Performance.Rate,
        ["throughput"] = point.Performance.Throughput.Value,
        ["capacity"] = point.Candidate.Bounds.Capacity,
        ["unloadedMs"] = 1000 * point.Candidate.Bounds.UnloadedSeconds,
        ["utilisation"] = new JsonArray([.. point.Performance.Utilisation.Select(share => JsonValue.Create(share))]),
        ["cost"] = point.Candidate.Cost,
        ["devices"] = new JsonObject(point.Candidate.Devices.Select(used => KeyValuePair.Create(used.Key, (JsonNode?)JsonValue.Create(used.Value)))),
        ["joules"] = Number(point.Candidate.Joules),
    };

    /// <summary>Estimate and the ends of its 95 % confidence interval.</summary>
    private static JsonArray Milliseconds(Interval seconds) => [1000 * seconds.Value, 1000 * seconds.Low, 1000 * seconds.High];

    /// <summary>JSON has no NaN and no infinity.</summary>
    private static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
