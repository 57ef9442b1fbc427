namespace RecPipe.Tools.Dashboards.Boards;

/// <summary>A run of the load generator while it goes: what is offered, what comes back, and whether it counts.</summary>
internal static class LoadBoard
{
    private const string Run = "pipeline=~\"$pipeline\", instance=~\"$instance\"";

    public static Dashboard Create() => new(
        "load",
        "RecPipe / Load run",
        "What does the load generator offer, what comes back, and does the run count?",
        [
            new("pipeline", "Pipeline", "recpipe_load_arrivals_total", "pipeline"),
            new("instance", "Instance", "recpipe_load_arrivals_total{pipeline=~\"$pipeline\"}", "instance"),
        ],
        [
            new("The run so far", [.. SoFar()]),
            new("Load", [.. Load()]),
            new("Latency", [.. Latency()]),
            new("The generator itself", [.. Generator()]),
        ]);

    private static IEnumerable<Panel> SoFar() =>
    [
        new(PanelKind.Stat, "Run valid", "Whether the lag's p99 is within the allowed share of the latency's p99 so far.", Units.Switch,
            new Query($"min(recpipe_load_valid{{{Run}}})", "valid")) { BadBelow = 1 },
        new(PanelKind.Stat, "Arrivals", "Queries that arrived by the schedule, warm-up not counted.", Units.Count,
            new Query($"sum(recpipe_load_arrivals_total{{{Run}}})", "arrivals")),
        new(PanelKind.Stat, "Offered", "Offered load over the last minute.", Units.QueriesPerSecond,
            new Query("sum(pipeline:recpipe_load_arrivals:rate1m{pipeline=~\"$pipeline\"})", "offered")),
        new(PanelKind.Stat, "Achieved", "Throughput over the last minute: queries answered.", Units.QueriesPerSecond,
            new Query("sum(pipeline:recpipe_load_answered:rate1m{pipeline=~\"$pipeline\"})", "achieved")),
        new(PanelKind.Stat, "Errors", "Share of ended queries that were not answered, since the run's start.", Units.Share,
            new Query($"1 - sum(recpipe_load_queries_total{{{Run}, status=\"Ok\"}}) / sum(recpipe_load_queries_total{{{Run}}})", "errors")) { BadFrom = 0.01 },
        new(PanelKind.Stat, "Degraded", "Share of answers marked degraded, since the run's start.", Units.Share,
            new Query($"sum(recpipe_load_degraded_total{{{Run}}}) / sum(recpipe_load_queries_total{{{Run}, status=\"Ok\"}})", "degraded")) { BadFrom = 0.05 },
    ];

    private static IEnumerable<Panel> Load() =>
    [
        new(PanelKind.TimeSeries, "Offered and achieved", "Queries per second that the schedule asks for (dashed) and that are answered. A lasting gap: the service is over its capacity.", Units.QueriesPerSecond,
            new Query($"sum by (pipeline) (rate(recpipe_load_queries_total{{{Run}, status=\"Ok\"}}[$__rate_interval]))", "{{pipeline}} achieved"),
            new Query($"sum by (pipeline) (rate(recpipe_load_arrivals_total{{{Run}}}[$__rate_interval]))", "{{pipeline}} offered") { Bound = true }),
        new(PanelKind.TimeSeries, "Ended by status", "How queries ended, per second. Overflow: too many were unanswered to send another.", Units.QueriesPerSecond,
            new Query($"sum by (pipeline, status) (rate(recpipe_load_queries_total{{{Run}}}[$__rate_interval]))", "{{pipeline}} {{status}}")) { Stacked = true },
        new(PanelKind.TimeSeries, "In flight", "Queries asked and not yet answered.", Units.Count,
            new Query($"sum by (pipeline, instance) (recpipe_load_in_flight{{{Run}}})", "{{pipeline}} {{instance}}")),
    ];

    private static IEnumerable<Panel> Latency() =>
    [
        new(PanelKind.TimeSeries, "Latency", "Percentiles from the intended arrival to the answer, of answered queries, all generators together.", Units.Seconds,
            [.. new[] { 50, 95, 99 }.Select(percentile => Percentile(percentile, "latency", ", status=\"Ok\""))]) { Width = 12 },
        new(PanelKind.Heatmap, "Latency heatmap", "How many answered queries took how long.", Units.Seconds,
            new Query($"sum by (le) (increase(recpipe_load_latency_seconds_bucket{{{Run}, status=\"Ok\"}}[$__rate_interval]))", "{{le}}")) { Width = 12 },
    ];

    private static IEnumerable<Panel> Generator() =>
    [
        new(PanelKind.TimeSeries, "Lag", "Percentiles from the intended arrival to the send: the generator's own lateness.", Units.Seconds,
            Percentile(50, "lag", ""), Percentile(99, "lag", "")),
        new(PanelKind.TimeSeries, "Lag share", "Lag's p99 over latency's p99 in the last minute. RecPipeLoadLag fires above 10 %.", Units.Share,
            new Query($"instance:recpipe_load_lag_share:p99_rate1m{{{Run}}}", "{{pipeline}} {{instance}}")) { BadFrom = 0.1 },
        new(PanelKind.TimeSeries, "Validity", "1 while the run counts.", Units.Switch,
            new Query($"min by (pipeline, instance) (recpipe_load_valid{{{Run}}})", "{{pipeline}} {{instance}}")) { Max = 1 },
    ];

    private static Query Percentile(int percentile, string what, string selector) => new(
        $"histogram_quantile({percentile / 100m}, sum by (pipeline, le) (rate(recpipe_load_{what}_seconds_bucket{{{Run}{selector}}}[$__rate_interval])))",
        $"{{{{pipeline}}}} p{percentile}");
}
