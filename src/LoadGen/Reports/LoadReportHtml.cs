using RecPipe.Reporting.Charts;
using RecPipe.Reporting.Html;
using RecPipe.Reporting.Tables;

namespace RecPipe.LoadGen.Reports;

/// <summary>The report as a page with charts.</summary>
internal static class LoadReportHtml
{
    public static string Write(LoadReport report)
    {
        HtmlPage page = new(LoadReportText.Title(report));
        page.Callout(report.Validity, report.Valid ? CalloutKind.Good : CalloutKind.Bad);
        if (report.Interrupted)
            page.Callout("The run was interrupted; these are the numbers of the part that ran.", CalloutKind.Bad);
        foreach (ThresholdOutcome outcome in report.Thresholds)
            page.Callout($"{outcome.Threshold}: {(outcome.Met ? "met" : "NOT met")}, measured {outcome.Measured}.", outcome.Met ? CalloutKind.Good : CalloutKind.Bad);
        page.Table(LoadReportTables.Load(report)).Table(LoadReportTables.Latency(report));
        if (LoadReportTables.Errors(report) is Table errors)
            page.Table(errors);
        if (LoadReportTables.Parts(report) is Table parts)
            page.Table(parts);
        return page
            .Chart(Distribution(report))
            .Chart(OverTime(report))
            .Heading("How it was measured")
            .Table(LoadReportTables.Setting(report))
            .ToHtml();
    }

    /// <summary>The tail drawn out: each decade of the horizontal axis is another nine.</summary>
    private static Chart Distribution(LoadReport report) => new(
        "Latency by percentile",
        new Axis("Percentile of answers", "%", AxisScale.Logarithmic)
        {
            Min = 1,
            Max = 1e4,
            Ticks = [new(1, "0"), new(2, "50"), new(10, "90"), new(100, "99"), new(1000, "99.9"), new(1e4, "99.99")],
        },
        new Axis("Latency", "ms", AxisScale.Logarithmic),
        [
            new("Answers",
            [
                .. report.Percentiles.Where(p => p.Percentile <= 99.99).Select(p => new ChartPoint(
                    100 / (100 - p.Percentile), p.Latency.TotalMilliseconds, FormattableString.Invariant($"p{p.Percentile:0.##}"))),
            ]),
        ]);

    private static Chart OverTime(LoadReport report)
    {
        return new("Latency over time", new Axis("Intended arrival", "s"), new Axis("Latency", "ms", AxisScale.Logarithmic),
            [Series("p50", point => point.P50), Series("p95", point => point.P95), Series("p99", point => point.P99)]);

        Series Series(string name, Func<TimelinePoint, TimeSpan> of) => new(name,
        [
            .. report.Timeline.Select(point => new ChartPoint(
                point.At.TotalSeconds, point.Answered == 0 ? double.NaN : of(point).TotalMilliseconds, $"{point.Answered} answered, {point.Failed} failed")),
        ], SeriesStyle.Line);
    }
}
