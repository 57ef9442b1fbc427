using RecPipe.Planning.Search;
using RecPipe.Ranking.Pareto;
using RecPipe.Reporting;
using RecPipe.Reporting.Charts;
using RecPipe.Reporting.Html;
using RecPipe.Workloads.Objectives;
using static System.FormattableString;

namespace RecPipe.Planning.Reports;

/// <summary>A plan as a page: Pareto fronts whose points name their designs, and tables to sort and filter.</summary>
public static class PlanPage
{
    public static HtmlPage Of(PlanReport report)
    {
        HtmlPage page = new HtmlPage($"Plan: {report.Experiment}")
            .Paragraph("Each point is a design that no other beats in quality, latency, throughput and cost together; point at one for its configuration. Latencies are simulated, with 95 % confidence "
                + $"intervals; throughput is the load that would keep the busiest stage always busy; cost is the share of the hardware. Quality: {report.Qualities}.");
        if (report.Results.Count > 1)
            page.Chart(OverLoads(report));
        foreach (PlanResult result in report.Results)
            Add(page, result);
        return page
            .Heading("How it was planned")
            .Paragraph(Invariant($"{report.Results[0].Designs:N0} designs, {report.Took.TotalSeconds:0.0} s, seed {report.Seed}. {report.LeftOut} {MachineDescription.Current()}."));
    }

    private static void Add(HtmlPage page, PlanResult result)
    {
        ThresholdMetric latency = result.Axes.Latencies[0];
        page.Heading(PlanText.Objective(result));
        if (result.Recommended is { } recommended)
        {
            page.Callout($"Recommended: {recommended.Point.Candidate.Design}. {PlanText.Reason(recommended)}.", CalloutKind.Good);
        }
        else if (result.Infeasibility is { } infeasibility)
        {
            page.Callout("No design holds the objective.", CalloutKind.Bad);
            foreach (Relaxation relaxation in infeasibility.Relaxations)
                page.Paragraph(PlanText.Sentence(relaxation, result));
        }
        page.Chart(Front(result, $"{result.Axes.Qualities[0]} against {PlanText.Name(latency)}", new Axis(result.Axes.Qualities[0]), point => point.Candidate.Quality[0]))
            .Chart(Front(result, $"Throughput against {PlanText.Name(latency)}", new Axis("Capacity", "queries/s"), point => point.Candidate.Bounds.Capacity));
        if (result.Recommended is { } chosen)
            page.Table(PlanTables.Comparison(result, chosen));
        page.InteractiveTable(PlanTables.Front(result, int.MaxValue));
    }

    private static Chart Front(PlanResult result, string title, Axis vertical, Func<SearchPoint, double> value)
    {
        SearchPoint? recommended = result.Recommended?.Point;
        SearchPoint[] best = [.. ParetoFront.Of(result.Front, new(Tail, Better.Smaller), new(value, Better.Larger)).Select(i => result.Front[i])];
        return new(title, new Axis($"{PlanText.Name(result.Axes.Latencies[0])} latency", "ms", AxisScale.Logarithmic), vertical,
        [
            new("best at each latency", [.. best.Select(Place)], SeriesStyle.Line),
            new("holds the objective", [.. result.Front.Where(result.Holds).Select(Place)], SeriesStyle.Markers),
            new("does not", [.. result.Front.Where(point => !result.Holds(point)).Select(Place)], SeriesStyle.Markers),
            .. recommended is null ? Array.Empty<Series>() : [new("recommended", [Place(recommended)], SeriesStyle.Markers)],
        ]);

        ChartPoint Place(SearchPoint point) => new(Tail(point), value(point), Describe(point, result));

        double Tail(SearchPoint point) => 1000 * point.Latency(result.Axes.Latencies[0]).Value;
    }

    private static Chart OverLoads(PlanReport report) => new(
        "The recommended designs over the load",
        new Axis("Offered load", "queries/s"),
        new Axis($"{PlanText.Name(report.Results[0].Axes.Latencies[0])} latency", "ms", AxisScale.Logarithmic),
        [
            new("recommended", [.. report.Results.Where(result => result.Recommended is not null).Select(result => new ChartPoint(
                result.Objective.Load, 1000 * result.Recommended!.Point.Latency(result.Axes.Latencies[0]).Value, Describe(result.Recommended.Point, result)))]),
        ]);

    private static string Describe(SearchPoint point, PlanResult result) => Invariant(
        $"{point.Candidate.Design}\n{string.Join(", ", result.Axes.Qualities.Zip(point.Candidate.Quality, (metric, value) => $"{metric} {PlanText.Quality(value)}"))}, {PlanText.Rate(point.Candidate.Bounds.Capacity)} queries/s at most, {PlanText.Devices(point.Candidate)}");
}
