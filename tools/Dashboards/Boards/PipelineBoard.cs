namespace RecPipe.Tools.Dashboards.Boards;

/// <summary>What a pipeline's clients see, and which stage is to blame.</summary>
internal static class PipelineBoard
{
    private const string Pipeline = "pipeline=~\"$pipeline\"";
    private const string Stage = Pipeline + ", stage=~\"$stage\"";

    private static readonly Query s_objective = new($"max by (pipeline) (recpipe_gateway_objective_latency_seconds{{{Pipeline}}})", "{{pipeline}} objective") { Bound = true };

    public static Dashboard Create() => new(
        "pipeline",
        "RecPipe / Pipeline",
        "Do queries get answered, in time, and by all stages?",
        [
            new("pipeline", "Pipeline", "recpipe_gateway_queries_total", "pipeline"),
            new("stage", "Stage", "recpipe_gateway_stage_requests_total{" + Pipeline + "}", "stage"),
        ],
        [
            new("Now", [.. Now()]),
            new("Queries", [.. Queries()]),
            new("Objective", [.. Objective()]),
            new("Stages", [.. Stages()]),
            new("When stages fail", [.. Failures()]),
        ]);

    private static IEnumerable<Panel> Now() =>
    [
        new(PanelKind.Stat, "Rate", "Queries answered or refused per second.", Units.QueriesPerSecond,
            new Query($"sum(rate(recpipe_gateway_queries_total{{{Pipeline}}}[$__rate_interval]))", "queries")),
        new(PanelKind.Stat, "Errors", "Share of queries that failed in five minutes, without what clients made wrongly or gave up. RecPipeErrorShare fires above 5 %.", Units.Share,
            new Query($"max(pipeline:recpipe_gateway_errors:share_rate5m{{{Pipeline}}})", "worst pipeline")) { BadFrom = 0.05 },
        new(PanelKind.Stat, "p95", "95th percentile of the time in the gateway of answered queries, five minutes, of the slowest pipeline.", Units.Seconds,
            new Query($"max(pipeline:recpipe_gateway_duration_seconds:p95_rate5m{{{Pipeline}}})", "slowest pipeline")),
        new(PanelKind.Stat, "Burn rate", "How fast the error budget is used over an hour: 1 just uses it up.", Units.Times,
            new Query($"max(pipeline:recpipe_gateway_objective_burn:rate1h{{{Pipeline}}})", "worst pipeline")) { BadFrom = 1 },
        new(PanelKind.Stat, "Degraded", "Share of answers that come from an earlier stage because a later one failed, five minutes.", Units.Share,
            new Query($"max(pipeline:recpipe_gateway_degraded:share_rate5m{{{Pipeline}}})", "worst pipeline")) { BadFrom = 0.05 },
        new(PanelKind.Stat, "Workers", "Workers that can be called, of the stage that has fewest.", Units.Count,
            new Query($"min(recpipe_gateway_stage_workers_available{{{Stage}}})", "fewest")) { BadBelow = 1 },
    ];

    private static IEnumerable<Panel> Queries() =>
    [
        new(PanelKind.TimeSeries, "Queries", "Queries answered or refused per second.", Units.QueriesPerSecond,
            new Query($"sum by (pipeline) (rate(recpipe_gateway_queries_total{{{Pipeline}}}[$__rate_interval]))", "{{pipeline}}")),
        new(PanelKind.TimeSeries, "Errors by status", "Queries that were not answered, per second, by status; Ok is left out.", Units.QueriesPerSecond,
            new Query($"sum by (pipeline, status) (rate(recpipe_gateway_queries_total{{{Pipeline}, status!=\"Ok\"}}[$__rate_interval])) or 0 * sum by (pipeline) (rate(recpipe_gateway_queries_total{{{Pipeline}}}[$__rate_interval]))", "{{pipeline}} {{status}}")) { Stacked = true },
        new(PanelKind.TimeSeries, "In flight", "Queries being answered.", Units.Count,
            new Query($"sum by (pipeline) (recpipe_gateway_in_flight{{{Pipeline}}})", "{{pipeline}}")),
        new(PanelKind.TimeSeries, "Latency", "Percentiles of the time in the gateway of answered queries, over all gateways, against the objective. The points are traces.", Units.Seconds,
            [.. new[] { 50, 95, 99 }.Select(Percentile), s_objective]) { Width = 12, Height = 9 },
        new(PanelKind.Heatmap, "Latency heatmap", "How many answered queries took how long: two bands are two kinds of queries, which a percentile hides.", Units.Seconds,
            new Query($"sum by (le) (increase(recpipe_gateway_duration_seconds_bucket{{{Pipeline}, status=\"Ok\"}}[$__rate_interval]))", "{{le}}")) { Width = 12, Height = 9 },
    ];

    private static IEnumerable<Panel> Objective() =>
    [
        new(PanelKind.TimeSeries, "Burn rate", "Missed over judged queries, over the share that may miss. 1 uses the budget up exactly; the fast alert needs an hour and five minutes over its limit, the slow one six hours and half an hour over its own (both dashed).", Units.Times,
            [
                .. new[] { "5m", "30m", "1h", "6h" }.Select(window => new Query($"pipeline:recpipe_gateway_objective_burn:rate{window}{{{Pipeline}}}", $"{{{{pipeline}}}} {window}")),
                .. new[] { "fast", "slow" }.Select(limit => new Query($"pipeline:recpipe_gateway_objective_burn:{limit}{{{Pipeline}}}", $"{{{{pipeline}}}} {limit}") { Bound = true }),
            ]),
        new(PanelKind.TimeSeries, "Held the objective", "Share of judged queries that were answered within the objective's latency, against the share that must be.", Units.Share,
            new Query($"1 - sum by (pipeline) (rate(recpipe_gateway_objective_missed_total{{{Pipeline}}}[$__rate_interval])) / sum by (pipeline) (rate(recpipe_gateway_objective_judged_total{{{Pipeline}}}[$__rate_interval]))", "{{pipeline}}"),
            new Query($"max by (pipeline) (recpipe_gateway_objective_share{{{Pipeline}}})", "{{pipeline}} must") { Bound = true }) { Max = 1 },
        new(PanelKind.TimeSeries, "Deadline left", "What is left of a query's deadline when its answer is ready: 95 and 50 in 100 queries have at least this.", Units.Seconds,
            new Query($"histogram_quantile(0.05, sum by (pipeline, le) (rate(recpipe_gateway_deadline_left_seconds_bucket{{{Pipeline}}}[$__rate_interval])))", "{{pipeline}} 95 in 100"),
            new Query($"histogram_quantile(0.5, sum by (pipeline, le) (rate(recpipe_gateway_deadline_left_seconds_bucket{{{Pipeline}}}[$__rate_interval])))", "{{pipeline}} 50 in 100")),
    ];

    private static IEnumerable<Panel> Stages() =>
    [
        new(PanelKind.TimeSeries, "Where the time goes", "Mean time of a query in each stage, stacked: waiting for an engine, on engines, and the rest (transport, serialization, earlier attempts).", Units.Seconds,
            Split("queue"), Split("compute"), Split("network")) { Stacked = true, Width = 12, Height = 9 },
        new(PanelKind.TimeSeries, "Stage p95", "95th percentile of a stage's time, all its calls together, whatever its status.", Units.Seconds,
            new Query($"histogram_quantile(0.95, sum by (pipeline, stage, le) (rate(recpipe_gateway_stage_duration_seconds_bucket{{{Stage}}}[$__rate_interval])))", "{{pipeline}} {{stage}}") { Exemplars = true }) { Width = 12, Height = 9 },
        new(PanelKind.TimeSeries, "Candidates", "Candidates per second into and out of each stage: the funnel.", Units.PerSecond,
            new Query($"sum by (pipeline, stage) (rate(recpipe_gateway_stage_candidates_in_total{{{Stage}}}[$__rate_interval]))", "{{pipeline}} {{stage}} in"),
            new Query($"sum by (pipeline, stage) (rate(recpipe_gateway_stage_candidates_out_total{{{Stage}}}[$__rate_interval]))", "{{pipeline}} {{stage}} out")),
        new(PanelKind.TimeSeries, "Deadline left at the start", "What half of the queries still have of their deadline when a stage begins.", Units.Seconds,
            new Query($"histogram_quantile(0.5, sum by (pipeline, stage, le) (rate(recpipe_gateway_stage_deadline_left_seconds_bucket{{{Stage}}}[$__rate_interval])))", "{{pipeline}} {{stage}}")),
        new(PanelKind.TimeSeries, "Agreement of the stages", "Of a sample of queries: the share of the final answer that the stage before would have given. Falling values say that the models drift apart. Empty unless Gateway:QualitySample is set.", Units.Share,
            new Query($"sum by (pipeline, stage) (rate(recpipe_gateway_stage_agreement_sum{{{Stage}}}[$__rate_interval])) / sum by (pipeline, stage) (rate(recpipe_gateway_stage_agreement_count{{{Stage}}}[$__rate_interval]))", "{{pipeline}} {{stage}}")) { Max = 1 },
    ];

    private static IEnumerable<Panel> Failures() =>
    [
        new(PanelKind.TimeSeries, "Degraded", "Answers per second that come from an earlier stage, by the stage that failed.", Units.QueriesPerSecond,
            new Query($"sum by (pipeline, stage) (rate(recpipe_gateway_degraded_total{{{Stage}}}[$__rate_interval]))", "{{pipeline}} {{stage}}")) { Stacked = true },
        new(PanelKind.TimeSeries, "Shed", "Queries per second for which no worker of the stage had room.", Units.QueriesPerSecond,
            new Query($"sum by (pipeline, stage) (rate(recpipe_gateway_shed_total{{{Stage}}}[$__rate_interval]))", "{{pipeline}} {{stage}}")) { Stacked = true },
        new(PanelKind.TimeSeries, "Workers", "Workers a stage's addresses lead to (dashed) and those that can be called: the others are left alone because they failed.", Units.Count,
            new Query($"min by (pipeline, stage) (recpipe_gateway_stage_workers_available{{{Stage}}})", "{{pipeline}} {{stage}}"),
            new Query($"max by (pipeline, stage) (recpipe_gateway_stage_workers{{{Stage}}})", "{{pipeline}} {{stage}} all") { Bound = true }),
        new(PanelKind.TimeSeries, "Calls per stage request", "1 is one call each; retries and hedges add to it.", Units.Times,
            new Query($"sum by (pipeline, stage) (rate(recpipe_gateway_stage_attempts_total{{{Stage}}}[$__rate_interval])) / sum by (pipeline, stage) (rate(recpipe_gateway_stage_requests_total{{{Stage}}}[$__rate_interval]))", "{{pipeline}} {{stage}}")),
        new(PanelKind.TimeSeries, "Retries and hedges", "Repeats of a failed call, and calls to a second worker because the first was slow, per second.", Units.PerSecond,
            new Query($"sum by (pipeline, stage) (rate(recpipe_gateway_stage_retries_total{{{Stage}}}[$__rate_interval]))", "{{pipeline}} {{stage}} retries"),
            new Query($"sum by (pipeline, stage) (rate(recpipe_gateway_stage_hedges_total{{{Stage}}}[$__rate_interval]))", "{{pipeline}} {{stage}} hedges")),
        new(PanelKind.TimeSeries, "Stage requests by status", "How a stage's requests ended, per second.", Units.PerSecond,
            new Query($"sum by (stage, status) (rate(recpipe_gateway_stage_requests_total{{{Stage}}}[$__rate_interval]))", "{{stage}} {{status}}")) { Stacked = true },
    ];

    private static Query Percentile(int percentile) => new(
        $"histogram_quantile({percentile / 100m}, sum by (pipeline, le) (rate(recpipe_gateway_duration_seconds_bucket{{{Pipeline}, status=\"Ok\"}}[$__rate_interval])))",
        $"{{{{pipeline}}}} p{percentile}")
    { Exemplars = percentile == 99 };

    private static Query Split(string part) => new(
        $"sum by (pipeline, stage) (rate(recpipe_gateway_stage_{part}_time_seconds_sum{{{Stage}}}[$__rate_interval])) / sum by (pipeline, stage) (rate(recpipe_gateway_stage_{part}_time_seconds_count{{{Stage}}}[$__rate_interval]))",
        $"{{{{pipeline}}}} {{{{stage}}}} {part}");
}
