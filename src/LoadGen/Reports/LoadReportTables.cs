using System.Globalization;
using RecPipe.Reporting.Tables;

namespace RecPipe.LoadGen.Reports;

/// <summary>A report's numbers as tables, the same for every format.</summary>
internal static class LoadReportTables
{
    public static Table Load(LoadReport report) => new Table(new Column("Load", IsNumber: false), new Column("Value"))
        .Add("Offered load", Invariant($"{report.OfferedLoad:0.##} queries/s"))
        .Add("Throughput", Invariant($"{report.Throughput:0.##} queries/s"))
        .Add("Measured", Invariant($"{report.Measured.TotalSeconds:0.###} s{(report.Interrupted ? " (interrupted)" : "")}"))
        .Add("Arrivals", Invariant($"{report.Arrivals}"))
        .Add("Answered", Invariant($"{report.Answered}"))
        .Add("Errors", Invariant($"{report.Arrivals - report.Answered} ({report.ErrorShare:0.###%})"))
        .Add("Degraded", Invariant($"{report.DegradedShare:0.###%} of answers"))
        .Add(report.Quality is null ? "NDCG" : Invariant($"NDCG@{report.Quality.K}"), report.Quality is { } quality ? Invariant($"{quality.Ndcg:0.#####} over {quality.Queries} queries") : "no labels")
        .Add(report.Quality is null ? "Hit rate" : Invariant($"Hit rate@{report.Quality.K}"), report.Quality is null ? "no labels" : Invariant($"{report.Quality.HitRate:0.#####}"))
        .Add("Process CPU", Invariant($"{report.ProcessCores:0.##} cores"));

    public static Table Latency(LoadReport report)
    {
        Table table = new(new("Milliseconds", IsNumber: false), new("mean"), new("p50"), new("p75"), new("p90"), new("p95"), new("p99"), new("p99.9"), new("max"));
        Add("Latency of answers", report.Latency);
        if (report.FailedLatency.Count > 0)
            Add("Time to failure", report.FailedLatency);
        if (report.Lag.Count > 0)
            Add("Generator's lag", report.Lag);
        return table;

        void Add(string name, Workloads.Statistics.LatencySummary summary) => table.Add(
            name, Ms(summary.Mean), Ms(summary.P50), Ms(summary.P75), Ms(summary.P90), Ms(summary.P95), Ms(summary.P99), Ms(summary.P999), Ms(summary.Max));
    }

    /// <summary>Null when every query was answered.</summary>
    public static Table? Errors(LoadReport report)
    {
        if (report.Errors.Count == 0)
            return null;
        Table table = new(new("Status", IsNumber: false), new("Queries"), new("Share"));
        foreach ((string status, long count) in report.Errors.OrderByDescending(error => error.Value))
            table.Add(status, Invariant($"{count}"), Invariant($"{count / (double)report.Arrivals:0.###%}"));
        return table;
    }

    /// <summary>Null when there are no thresholds.</summary>
    public static Table? Thresholds(LoadReport report)
    {
        if (report.Thresholds.Count == 0)
            return null;
        Table table = new(new("Threshold", IsNumber: false), new("Measured"), new("Met", IsNumber: false));
        foreach (ThresholdOutcome outcome in report.Thresholds)
            table.Add(outcome.Threshold, outcome.Measured, outcome.Met ? "yes" : "NO");
        return table;
    }

    /// <summary>Null when the load was not split.</summary>
    public static Table? Parts(LoadReport report)
    {
        if (report.Parts.Count == 0)
            return null;
        Table table = new(
            new("Part", IsNumber: false), new("offered (/s)"), new("throughput (/s)"), new("p99 (ms)"), new("lag p99 (ms)"), new("cores"), new("valid", IsNumber: false), new("machine", IsNumber: false));
        foreach (PartSummary part in report.Parts)
            table.Add(part.Part, Invariant($"{part.OfferedLoad:0.##}"), Invariant($"{part.Throughput:0.##}"), Ms(part.P99), Ms(part.LagP99), Invariant($"{part.ProcessCores:0.##}"), part.Valid ? "yes" : "NO", part.Machine);
        return table;
    }

    public static Table Setting(LoadReport report)
    {
        Table table = new Table(new Column("Setting", IsNumber: false), new Column("Value", IsNumber: false))
            .Add("Target", report.Target)
            .Add("Workload", report.Workload.Name)
            .Add("Load", string.Join(", then ", report.Workload.Load.Select(PhaseText.Of)))
            .Add("Warm-up", Invariant($"{report.Workload.WarmUp.TotalSeconds:0.###} s, not measured"))
            .Add("Query", Invariant($"{report.Workload.Candidates} candidates, deadline {report.Workload.Deadline.TotalMilliseconds:0.###} ms, at most {report.Workload.MaxInFlight} in flight"))
            .Add("Seeds", Invariant($"schedule {report.Workload.ScheduleSeed}, queries {report.Workload.QuerySeed}"))
            .Add("Latency", $"{report.Engine}; measured from the {report.LatencyFrom}");
        if (report.Schedule is { } schedule)
            table.Add("Arrivals", schedule.Description).Add("Schedule", schedule.Verdict);
        return table
            .Add("Started", report.Started.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture))
            .Add("Machine", report.Machine.ToString())
            .Add("RecPipe", report.Version);
    }

    private static string Ms(TimeSpan time) => Invariant($"{time.TotalMilliseconds:0.000}");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
