using System.Diagnostics;
using RecPipe.Planning.Backends;
using RecPipe.Planning.Objectives;
using RecPipe.Planning.Qualities;
using RecPipe.Planning.Reports;
using RecPipe.Planning.Search;

namespace RecPipe.Cli.Plans;

/// <summary>Plans every load that is asked for.</summary>
internal static class PlanRun
{
    /// <summary>Plans.</summary>
    /// <exception cref="Ranking.Configuration.ConfigException">Something that was given is wrong.</exception>
    public static PlanReport Run(PlanRequest request, PlannedSpace designs, QualityTable qualities, CancellationToken cancellationToken)
    {
        qualities.ThrowIfUnknown(request.Qualities);
        long started = Stopwatch.GetTimestamp();
        HardwareCatalog hardware = designs.Experiment.Hardware(request.Mode);
        PlanObjective objective = new() { Latencies = request.Latencies, Load = 0, Qualities = request.Qualities, Prefer = request.Prefer };
        SearchSpace space = SearchSpace.Of(
            designs.Designs, designs.Experiment.Experiment.Backends, hardware, qualities, Metrics(request, qualities, designs.Experiment.Experiment.K), objective.LatencyMetrics, request.Options.Seed, cancellationToken);
        Planner planner = new(space, hardware, request.Options);
        IReadOnlyList<double> loads = request.Loads.Count > 0 ? request.Loads : designs.Rates;
        PlanResult[] results = Terminal.WithProgress($"Planning {designs.Name}", progress => loads
            .Select((load, i) => planner.Plan(objective with { Load = load }, new Part(progress, i, loads.Count), cancellationToken)).ToArray());
        return new()
        {
            Experiment = designs.Name,
            Qualities = qualities.Source,
            LeftOut = designs.LeftOut,
            Seed = request.Options.Seed,
            Took = Stopwatch.GetElapsedTime(started),
            Results = results,
        };
    }

    /// <summary>The metrics that are bounded, as the table calls them; NDCG where none is, or what the table has first.</summary>
    private static string[] Metrics(PlanRequest request, QualityTable qualities, int k) => request.Qualities.Count > 0
        ? [.. qualities.Metrics.Where(metric => request.Qualities.Any(bound => string.Equals(bound.Metric, metric, StringComparison.OrdinalIgnoreCase)))]
        : [qualities.Metrics.FirstOrDefault(metric => metric == $"ndcg@{k}") ?? qualities.Metrics[0]];

    /// <summary>One bar for all loads.</summary>
    private sealed class Part(IProgress<double> bar, int index, int count) : IProgress<double>
    {
        public void Report(double value) => bar.Report((index + value) / count);
    }
}
