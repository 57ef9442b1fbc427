namespace RecPipe.Tools.Dashboards.Boards;

/// <summary>Are the engines the bottleneck, and what do the processes need?</summary>
internal static class WorkersBoard
{
    private const string Replica = "job=~\"$job\", instance=~\"$instance\"";

    public static Dashboard Create() => new(
        "workers",
        "RecPipe / Workers",
        "Are the engines the bottleneck, and what do the processes need?",
        [
            new("job", "Service", "recpipe_build_info", "job"),
            new("instance", "Instance", "recpipe_build_info{job=~\"$job\"}", "instance"),
            new("model", "Model", "recpipe_stage_requests_total{" + Replica + "}", "model"),
        ],
        [
            new("Engines", [.. Engines()]),
            new("Requests", [.. Requests()]),
            new("Process", [.. Process()]),
            new("Memory and collection", [.. Memory()]),
        ]);

    private static IEnumerable<Panel> Engines() =>
    [
        new(PanelKind.TimeSeries, "Utilisation", "Share of the engines' time at work. Over 80 % queues grow quickly.", Units.Share,
            new Query($"device:recpipe_stage_utilisation:rate1m{{{Replica}}}", "{{job}} {{instance}} {{device}}")) { Max = 1, BadFrom = 0.9 },
        new(PanelKind.TimeSeries, "Engines at work", "Engines at work now, and how many there are (dashed).", Units.Count,
            new Query($"sum by (job, instance, device) (recpipe_stage_engines_busy{{{Replica}}})", "{{job}} {{instance}} {{device}}"),
            new Query($"sum by (job, instance, device) (recpipe_stage_engines{{{Replica}}})", "{{job}} {{instance}} {{device}} all") { Bound = true }),
        new(PanelKind.TimeSeries, "Queue", "Queries (and parts of split ones) waiting for an engine, and how many may (dashed). A full queue refuses.", Units.Count,
            new Query($"sum by (job, instance, device) (recpipe_stage_queue_depth{{{Replica}}})", "{{job}} {{instance}} {{device}}"),
            new Query($"sum by (job, instance, device) (recpipe_stage_queue_capacity{{{Replica}}})", "{{job}} {{instance}} {{device}} capacity") { Bound = true }),
        new(PanelKind.TimeSeries, "Queue time", "Percentiles of the wait for an engine, by model.", Units.Seconds, Percentiles("queue")),
        new(PanelKind.TimeSeries, "Compute time", "Percentiles from the first engine starting to the last finishing, by model.", Units.Seconds, Percentiles("compute")),
        new(PanelKind.TimeSeries, "Time for a candidate", "Mean compute time over candidates scored: what a model costs, whatever the length of the lists.", Units.Seconds,
            new Query("sum by (job, model) (rate(recpipe_stage_compute_time_seconds_sum{" + Replica + ", model=~\"$model\"}[$__rate_interval])) / sum by (job, model) (rate(recpipe_stage_candidates_in_total{" + Replica + ", model=~\"$model\"}[$__rate_interval]))", "{{job}} {{model}}")),
    ];

    private static IEnumerable<Panel> Requests() =>
    [
        new(PanelKind.TimeSeries, "Requests by status", "Stage requests answered per second.", Units.QueriesPerSecond,
            new Query("sum by (job, model, status) (rate(recpipe_stage_requests_total{" + Replica + ", model=~\"$model\"}[$__rate_interval]))", "{{job}} {{model}} {{status}}")) { Stacked = true },
        new(PanelKind.TimeSeries, "Requests by instance", "Stage requests answered per second: replicas of a stage should share them evenly.", Units.QueriesPerSecond,
            new Query("sum by (job, instance) (rate(recpipe_stage_requests_total{" + Replica + "}[$__rate_interval]))", "{{job}} {{instance}}")),
        new(PanelKind.TimeSeries, "Shed", "Requests per second refused because the queue was full.", Units.QueriesPerSecond,
            new Query("sum by (job, instance, model) (rate(recpipe_stage_shed_total{" + Replica + ", model=~\"$model\"}[$__rate_interval]))", "{{job}} {{instance}} {{model}}")) { Stacked = true },
        new(PanelKind.TimeSeries, "Candidates", "Candidates scored and kept per second.", Units.PerSecond,
            new Query("sum by (job, model) (rate(recpipe_stage_candidates_in_total{" + Replica + ", model=~\"$model\"}[$__rate_interval]))", "{{job}} {{model}} scored"),
            new Query("sum by (job, model) (rate(recpipe_stage_candidates_out_total{" + Replica + ", model=~\"$model\"}[$__rate_interval]))", "{{job}} {{model}} kept")),
        new(PanelKind.TimeSeries, "Model versions", "Replicas that serve a version (the hash of the model file). Two lines of one model: an update is under way, or stuck.", Units.Count,
            new Query("count by (job, model, sha256) (recpipe_model_info{" + Replica + ", model=~\"$model\"})", "{{job}} {{model}} {{sha256}}")) { Stacked = true },
        new(PanelKind.TimeSeries, "Builds", "Processes by service and version.", Units.Count,
            new Query("count by (job, version) (recpipe_build_info{" + Replica + "})", "{{job}} {{version}}")) { Stacked = true },
    ];

    private static IEnumerable<Panel> Process() =>
    [
        new(PanelKind.TimeSeries, "Processor", "Processors in use: 1 is one core all the time.", Units.Times,
            new Query($"sum by (job, instance) (rate(dotnet_process_cpu_time_seconds_total{{{Replica}}}[$__rate_interval]))", "{{job}} {{instance}}")),
        new(PanelKind.TimeSeries, "Thread pool queue", "Work items waiting for a thread of the pool (the runtime exports this length as a counter). Lasting values say that something blocks.", Units.Count,
            new Query($"sum by (job, instance) (dotnet_thread_pool_queue_length_total{{{Replica}}})", "{{job}} {{instance}}")),
        new(PanelKind.TimeSeries, "Lock contention", "Times per second that a thread had to wait for a lock.", Units.PerSecond,
            new Query($"sum by (job, instance) (rate(dotnet_monitor_lock_contentions_total{{{Replica}}}[$__rate_interval]))", "{{job}} {{instance}}")),
    ];

    private static IEnumerable<Panel> Memory() =>
    [
        new(PanelKind.TimeSeries, "Working set", "Physical memory of the process, mapped embedding tables included.", Units.Bytes,
            new Query($"sum by (job, instance) (dotnet_process_memory_working_set_bytes{{{Replica}}})", "{{job}} {{instance}}")),
        new(PanelKind.TimeSeries, "Managed heap", "Heap after the last collection, all generations.", Units.Bytes,
            new Query($"sum by (job, instance) (dotnet_gc_last_collection_heap_size_bytes{{{Replica}}})", "{{job}} {{instance}}")),
        new(PanelKind.TimeSeries, "Allocation", "Managed bytes allocated per second; more for each query means that something is no longer pooled.", Units.BytesPerSecond,
            new Query($"sum by (job, instance) (rate(dotnet_gc_heap_total_allocated_bytes_total{{{Replica}}}[$__rate_interval]))", "{{job}} {{instance}}")),
        new(PanelKind.TimeSeries, "Collections", "Garbage collections per second by generation.", Units.PerSecond,
            new Query($"sum by (job, gc_heap_generation) (rate(dotnet_gc_collections_total{{{Replica}}}[$__rate_interval]))", "{{job}} {{gc_heap_generation}}")),
        new(PanelKind.TimeSeries, "Paused for collection", "Share of time that all threads stood still: it is in the tail of the latency.", Units.Share,
            new Query($"sum by (job, instance) (rate(dotnet_gc_pause_time_seconds_total{{{Replica}}}[$__rate_interval]))", "{{job}} {{instance}}")),
    ];

    private static Query[] Percentiles(string part) =>
    [
        .. new[] { 50, 99 }.Select(percentile => new Query(
            $"histogram_quantile({percentile / 100m}, sum by (job, model, le) (rate(recpipe_stage_{part}_time_seconds_bucket{{{Replica}, model=~\"$model\"}}[$__rate_interval])))",
            $"{{{{job}}}} {{{{model}}}} p{percentile}")),
    ];
}
