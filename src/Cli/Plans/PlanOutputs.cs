using RecPipe.Accelerator.Timing;
using RecPipe.Planning.Designs;
using RecPipe.Planning.Objectives;
using RecPipe.Planning.Plans;
using RecPipe.Planning.Reports;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Cli.Plans;

/// <summary>Writes what a plan is for: a record to verify, a pipeline to serve, a page to look at.</summary>
internal static class PlanOutputs
{
    /// <summary>Writes the files that were asked for.</summary>
    /// <returns>What to do with them, for people; empty when nothing can be served.</returns>
    public static string Write(PlanRequest request, PlannedSpace space, PlanReport report)
    {
        if (request.Report is { } page)
            PlanPage.Of(report).Save(page);
        if (report.Results is not [{ Recommended.Point: var point } result] || (request.Out ?? request.PipelineOut) is null)
            return "";
        Plan plan = new()
        {
            Name = NameOf(space.Name, result.Objective),
            Design = point.Candidate.Design,
            Backends = [.. space.Experiment.Experiment.Backends.Where(backend => point.Candidate.Devices.ContainsKey(backend.Name)).Select(backend => backend with
            {
                Mode = request.Mode == DesignMode.Parity ? TimingMode.Parity : backend.Mode,
            })],
            Rate = result.Objective.Load,
            Predicted = PlannedPerformance.Of(point.Performance),
            Objective = string.Join(' ', [.. result.Objective.Latencies.Select(bound => bound.Text), .. result.Objective.Qualities.Select(bound => bound.Text)]),
            Seed = report.Seed,
        };
        List<string> text = [];
        if (request.Out is { } file)
        {
            ConfigFile.Save(file, plan);
            text.Add(ServingCommands.OfPlan(file, request));
        }
        if (request.PipelineOut is { } pipeline)
        {
            PlannedPipeline planned = PlannedPipeline.Of(plan, result);
            ConfigFile.Save(pipeline, planned.Config);
            text.Add(ServingCommands.OfPipeline(pipeline, planned, plan, request));
        }
        return string.Join('\n', text);
    }

    private static string NameOf(string experiments, PlanObjective objective) =>
        FormattableString.Invariant($"{experiments.Replace('+', '-')}-{Math.Round(objective.Load)}qps");
}
