namespace RecPipe.Tools.Dashboards.Boards;

/// <summary>Does the emulated device keep up, and does the host keep its pace?</summary>
internal static class AcceleratorBoard
{
    private const string Emulator = "instance=~\"$instance\"";
    private const string Device = Emulator + ", device=~\"$device\"";

    public static Dashboard Create() => new(
        "accelerator",
        "RecPipe / Accelerator",
        "Does the emulated device keep up with its queries, and does the host keep the device's pace?",
        [
            new("instance", "Instance", "recpipe_emulator_valid", "instance"),
            new("device", "Device", "recpipe_emulator_modelled_time_seconds_total{" + Emulator + "}", "device"),
        ],
        [
            new("Do the numbers count?", [.. Validity()]),
            new("Device", [.. Devices()]),
            new("Pace", [.. Pace()]),
        ]);

    private static IEnumerable<Panel> Validity() =>
    [
        new(PanelKind.Stat, "Run valid", "Whether 99 in 100 answers since the start, or since POST /lateness/reset, left within the tolerance.", Units.Switch,
            new Query($"min(recpipe_emulator_valid{{{Emulator}}})", "valid")) { BadBelow = 1 },
        new(PanelKind.Stat, "Lateness p99", "99th percentile of how late answers left, since the start or the last reset.", Units.Seconds,
            new Query($"max(recpipe_emulator_lateness_p99_seconds{{{Emulator}}})", "p99")),
        new(PanelKind.Stat, "Tolerance", "What that may be.", Units.Seconds,
            new Query($"min(recpipe_emulator_tolerance_seconds{{{Emulator}}})", "tolerance")),
        new(PanelKind.Stat, "Achieved / modelled", "Time that answers took over what the model says, five minutes: 1 on pace.", Units.Times,
            new Query($"max(device:recpipe_emulator_pace:rate5m{{{Device}}})", "achieved / modelled")) { BadFrom = 1.05 },
        new(PanelKind.Stat, "Time scale", "Host seconds that a modelled second takes.", Units.Times,
            new Query($"max(recpipe_emulator_time_scale{{{Emulator}}})", "scale")),
    ];

    private static IEnumerable<Panel> Devices() =>
    [
        new(PanelKind.TimeSeries, "Device utilisation", "Share of the units' modelled time at work.", Units.Share,
            new Query($"device:recpipe_stage_utilisation:rate1m{{{Device}}} and on (instance) recpipe_emulator_valid", "{{instance}} {{device}}")) { Max = 1, BadFrom = 0.9 },
        new(PanelKind.TimeSeries, "Units at work", "Units at work now, and how many there are (dashed).", Units.Count,
            new Query($"sum by (instance, device) (recpipe_stage_engines_busy{{{Device}}} and on (instance) recpipe_emulator_valid)", "{{instance}} {{device}}"),
            new Query($"sum by (instance, device) (recpipe_stage_engines{{{Device}}} and on (instance) recpipe_emulator_valid)", "{{instance}} {{device}} all") { Bound = true }),
        new(PanelKind.TimeSeries, "Queue", "Queries waiting for a unit, and how many may (dashed).", Units.Count,
            new Query($"sum by (instance, device) (recpipe_stage_queue_depth{{{Device}}} and on (instance) recpipe_emulator_valid)", "{{instance}} {{device}}"),
            new Query($"sum by (instance, device) (recpipe_stage_queue_capacity{{{Device}}} and on (instance) recpipe_emulator_valid)", "{{instance}} {{device}} capacity") { Bound = true }),
        new(PanelKind.TimeSeries, "Queries", "Queries answered per second by model.", Units.QueriesPerSecond,
            new Query($"sum by (instance, model) (rate(recpipe_stage_requests_total{{{Emulator}, status=\"Ok\"}}[$__rate_interval]) and on (instance) recpipe_emulator_valid)", "{{instance}} {{model}}")),
        new(PanelKind.TimeSeries, "Service time", "Mean modelled time of a query on a unit, by model, in the device's time.", Units.Seconds,
            new Query(Mean("compute"), "{{instance}} {{model}}")),
        new(PanelKind.TimeSeries, "Queue time", "Mean modelled wait for a unit, by model, in the device's time.", Units.Seconds,
            new Query(Mean("queue"), "{{instance}} {{model}}")),
    ];

    private static IEnumerable<Panel> Pace() =>
    [
        new(PanelKind.TimeSeries, "Modelled against achieved", "Seconds per second that answers were modelled to take and really took. The gap is the host's.", Units.Times,
            new Query($"sum by (instance, device) (rate(recpipe_emulator_achieved_time_seconds_total{{{Device}}}[$__rate_interval]))", "{{instance}} {{device}} achieved"),
            new Query($"sum by (instance, device) (rate(recpipe_emulator_modelled_time_seconds_total{{{Device}}}[$__rate_interval]))", "{{instance}} {{device}} modelled") { Bound = true }) { Width = 12 },
        new(PanelKind.TimeSeries, "Lateness", "Percentiles of how long after its modelled time an answer left, against the tolerance.", Units.Seconds,
            Late(50), Late(99), new Query($"max by (instance) (recpipe_emulator_tolerance_seconds{{{Emulator}}})", "{{instance}} tolerance") { Bound = true }) { Width = 12 },
        new(PanelKind.TimeSeries, "Late answers", "Share of answers that left later than the tolerance, five minutes. RecPipeEmulatorOffPace fires above 1 %.", Units.Share,
            new Query($"instance:recpipe_emulator_late:share_rate5m{{{Emulator}}}", "{{instance}}")) { Width = 12, BadFrom = 0.01 },
        new(PanelKind.Heatmap, "Lateness heatmap", "How many answers left how late.", Units.Seconds,
            new Query($"sum by (le) (increase(recpipe_emulator_lateness_seconds_bucket{{{Emulator}}}[$__rate_interval]))", "{{le}}")) { Width = 12 },
    ];

    private static string Mean(string part) =>
        $"sum by (instance, model) (rate(recpipe_stage_{part}_time_seconds_sum{{{Emulator}}}[$__rate_interval]) and on (instance) recpipe_emulator_valid) / sum by (instance, model) (rate(recpipe_stage_{part}_time_seconds_count{{{Emulator}}}[$__rate_interval]))";

    private static Query Late(int percentile) => new(
        $"histogram_quantile({percentile / 100m}, sum by (instance, le) (rate(recpipe_emulator_lateness_seconds_bucket{{{Emulator}}}[$__rate_interval])))",
        $"{{{{instance}}}} p{percentile}");
}
