using RecPipe.Gateway.Workers;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;

namespace RecPipe.Gateway.Pipelines;

/// <summary>What must hold for pipelines as written, before any worker is asked.</summary>
internal static class PipelineRules
{
    private const int MostRetries = 5;
    private static readonly TimeSpan s_longestDeadline = TimeSpan.FromMinutes(1);

    public static IEnumerable<ConfigProblem> Check(IReadOnlyList<PipelineFile> files) =>
        files.SelectMany(Check).Concat(DuplicateNames(files));

    private static IEnumerable<ConfigProblem> Check(PipelineFile file)
    {
        Findings findings = new(file.Path);
        PipelineConfig pipeline = file.Config;
        findings.Require(IsName(pipeline.Name), "name", $"\"{pipeline.Name}\" is not a name.", "Use letters, digits, '-' and '_'.");
        findings.Require(pipeline.Deadline > TimeSpan.Zero && pipeline.Deadline <= s_longestDeadline, "deadline", $"{Text(pipeline.Deadline)} is out of range.", "More than 0, at most 1min.");
        if (pipeline.Objective is { } objective)
        {
            findings.Require(objective.Percentile is > 0 and < 100, "objective.percentile", $"{objective.Percentile} is out of range.", "Over 0, below 100.");
            findings.Require(objective.Latency > TimeSpan.Zero, "objective.latency", $"{Text(objective.Latency)} is out of range.", "More than 0.");
        }
        findings.Require(pipeline.Stages.Count > 0, "stages", "There are none.", "A pipeline has at least one stage.");
        CheckBudgets(findings, pipeline);
        for (int i = 0; i < pipeline.Stages.Count; i++)
            CheckStage(findings, pipeline, i);
        return findings.Problems;
    }

    private static void CheckBudgets(Findings findings, PipelineConfig pipeline)
    {
        double seconds = pipeline.Stages.Sum(stage => Math.Max(0, stage.Budget?.TotalSeconds ?? 0));
        TimeSpan sum = seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;
        findings.Require(sum <= pipeline.Deadline, "stages", $"Budgets add up to {Text(sum)}, more than the deadline of {Text(pipeline.Deadline)}.", "Lower budgets or raise the deadline.");
        if (pipeline.Objective is { } objective)
            findings.Require(sum <= objective.Latency, "stages", $"Budgets add up to {Text(sum)}, more than the objective of {Text(objective.Latency)}.", "Lower budgets or raise the objective.");
    }

    private static void CheckStage(Findings findings, PipelineConfig pipeline, int index)
    {
        StageConfig stage = pipeline.Stages[index];
        string at = $"stages[{index}]";
        findings.Require(stage.Model.Length > 0, $"{at}.model", "It is empty.", "Name a model, as in its model card.");
        findings.Require(stage.Name is not "", $"{at}.name", "It is empty.", "Leave it out to use the model's name.");
        findings.Require(!pipeline.Stages.Take(index).Any(earlier => earlier.DisplayName == stage.DisplayName), $"{at}.name", $"An earlier stage is called \"{stage.DisplayName}\" too.", "Give one of them another name.");
        findings.Require(stage.Keep >= 1, $"{at}.keep", $"{stage.Keep} is out of range.", "At least 1.");
        if (index > 0)
            findings.Require(stage.Keep < pipeline.Stages[index - 1].Keep, $"{at}.keep", $"{stage.Keep} is not fewer than the {pipeline.Stages[index - 1].Keep} that the stage before keeps.", "Each stage keeps fewer than the one before.");
        findings.Require(stage.Budget is not { } budget || budget > TimeSpan.Zero, $"{at}.budget", $"{Text(stage.Budget)} is out of range.", "More than 0; leave it out for all the time that is left.");
        findings.Require(stage.Retries is null or >= 0 and <= MostRetries, $"{at}.retries", $"{stage.Retries} is out of range.", $"0 to {MostRetries}.");
        findings.Require(stage.HedgeAfter is not { } after || after > TimeSpan.Zero, $"{at}.hedgeAfter", $"{Text(stage.HedgeAfter)} is out of range.", "More than 0; leave it out not to hedge.");
        findings.Require(stage.HedgeAfter is null || stage.Retries is null or 0, $"{at}.hedgeAfter", $"Hedging and {stage.Retries} retries are both set.", "Choose one: repeated hedges would multiply the load.");
        for (int w = 0; w < stage.Workers.Count; w++)
            CheckAddress(findings, $"{at}.workers[{w}]", stage.Workers, w);
    }

    public static void CheckAddress(Findings findings, string field, IReadOnlyList<string> workers, int index)
    {
        string address = workers[index];
        findings.Require(WorkerAddress.Parse(address) is not null, field, $"\"{address}\" is not a worker's address.", "Write \"http://host:port\" or \"dns:///name:port\".");
        findings.Require(!workers.Take(index).Contains(address), field, $"\"{address}\" is listed twice.", "List each worker once.");
    }

    private static IEnumerable<ConfigProblem> DuplicateNames(IReadOnlyList<PipelineFile> files) =>
        from same in files.GroupBy(file => file.Config.Name)
        from file in same.Skip(1)
        select new ConfigProblem(file.Path, "name", $"{same.First().Path} defines \"{same.Key}\" too.", "Give one of them another name.");

    private static bool IsName(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static string Text(TimeSpan? time) => time is { } value ? DurationConverter.Format(value) : "";
}
