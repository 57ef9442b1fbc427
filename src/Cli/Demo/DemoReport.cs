using RecPipe.LoadGen.Reports;
using RecPipe.Models.Cards;
using RecPipe.Reporting;
using RecPipe.Reporting.Charts;
using RecPipe.Reporting.Html;
using RecPipe.Reporting.Tables;
using static System.FormattableString;

namespace RecPipe.Cli.Demo;

/// <summary>What the demo found, as a table for the terminal and a page with charts.</summary>
internal sealed class DemoReport(IReadOnlyList<ModelCard> models, IReadOnlyList<DemoRun> runs)
{
    public Table Runs()
    {
        Table table = new(
            new("pipeline", IsNumber: false), new("offered (queries/s)"), new("throughput (queries/s)"), new("p50 (ms)"), new("p95 (ms)"), new("p99 (ms)"),
            new("NDCG@64"), new("degraded"), new("drops"), new("valid", IsNumber: false));
        foreach (DemoRun run in runs)
        {
            LoadReport report = run.Report;
            table.Add(
                run.Pipeline, Invariant($"{report.OfferedLoad:0.0}"), Invariant($"{report.Throughput:0.0}"), Milliseconds(report.Latency.P50), Milliseconds(report.Latency.P95),
                Milliseconds(report.Latency.P99), report.Quality is { } quality ? Invariant($"{quality.Ndcg:0.0000}") : "-",
                Invariant($"{report.DegradedShare:0.0%}"), Invariant($"{report.ErrorShare:0.0%}"), report.Valid ? "yes" : "INVALID");
        }
        return table;
    }

    /// <summary>What the columns mean; the latencies of a pipeline that drops are those of the answers that were left.</summary>
    public static string Legend { get; } = Invariant($"""
        Latencies are of the answered queries, from the intended arrival. Drops: arrivals that got no ranking (refused, failed or late).
        Degraded: answered from an earlier stage. INVALID: the load generator's own lag at p99 exceeded {DemoRuns.MaxLagShare:0%} of the measured p99.
        """);

    public Table Models()
    {
        Table table = new(new("model", IsNumber: false), new("test AUC"), new("test log loss"), new("training rows"));
        foreach (ModelCard model in models)
        {
            if (model.Training is { } training)
                table.Add(model.Name, Invariant($"{training.TestAuc:0.0000}"), Invariant($"{training.TestLogLoss:0.0000}"), Invariant($"{training.TrainRows:N0}"));
        }
        return table;
    }

    public string ToHtml()
    {
        MachineDescription machine = MachineDescription.Current();
        return new HtmlPage("RecPipe demo: one, two and three stages")
            .Paragraph("Each query has 4096 candidates from rows that no model was trained on; 64 are returned. Poisson arrivals; latency counts from the "
                + "intended arrival. One-stage ranks all candidates with the largest model; the others let smaller models choose what the largest one sees.")
            .Chart(Latency())
            .Chart(Drops())
            .Chart(Quality())
            .Table(Runs())
            .Paragraph(Legend)
            .Heading("Models")
            .Table(Models())
            .Heading("Machine")
            .Paragraph($"{machine}; load generator, gateway and stage worker share it.")
            .ToHtml();
    }

    private Chart Latency() => new(
        "Tail latency against offered load",
        new Axis("Offered load", "queries/s"),
        new Axis("p95 latency of the answers", "ms", AxisScale.Logarithmic),
        [
            .. DemoRuns.Pipelines.Select(pipeline => new Series(pipeline,
            [
                .. runs.Where(run => run.Pipeline == pipeline).Select(run => new ChartPoint(
                    run.Report.OfferedLoad, Answered(run, run.Report.Latency.P95), Invariant($"{run.Report.ErrorShare:0.0%} dropped"))),
            ])),
        ]);

    private Chart Drops() => new(
        "Queries dropped against offered load",
        new Axis("Offered load", "queries/s"),
        new Axis("Dropped", "%") { Min = 0, Max = 100 },
        [
            .. DemoRuns.Pipelines.Select(pipeline => new Series(pipeline,
            [
                .. runs.Where(run => run.Pipeline == pipeline).Select(run => new ChartPoint(run.Report.OfferedLoad, 100 * run.Report.ErrorShare)),
            ])),
        ]);

    private Chart Quality() => new(
        "Quality against tail latency",
        new Axis("p95 latency of the answers", "ms", AxisScale.Logarithmic),
        new Axis("NDCG@64"),
        [
            .. DemoRuns.Pipelines.Select(pipeline => new Series(pipeline,
            [
                .. runs.Where(run => run.Pipeline == pipeline).Select(run => new ChartPoint(
                    Answered(run, run.Report.Latency.P95), run.Report.Quality?.Ndcg ?? double.NaN, Invariant($"{run.Report.OfferedLoad:0} queries/s offered"))),
            ], SeriesStyle.Markers)),
        ]);

    private static double Answered(DemoRun run, TimeSpan latency) => run.Report.Answered == 0 ? double.NaN : latency.TotalMilliseconds;

    private static string Milliseconds(TimeSpan latency) => Invariant($"{latency.TotalMilliseconds:0.00}");
}
