using System.Globalization;
using RecPipe.Reporting.Tables;

namespace RecPipe.LoadGen.Reports;

/// <summary>One line of numbers with units in the header, to put beside other runs' lines.</summary>
internal static class LoadReportCsv
{
    public static string Write(LoadReport report)
    {
        (string Name, string Value)[] cells =
        [
            ("target", report.Target),
            ("workload", report.Workload.Name),
            ("started", report.Started.ToString("O", CultureInfo.InvariantCulture)),
            ("arrivals_process", report.Workload.Arrivals.Process.ToString()),
            ("is_poisson", report.Schedule is null ? "" : report.Schedule.IsPoisson ? "true" : "false"),
            ("schedule_seed", Text(report.Workload.ScheduleSeed)),
            ("query_seed", Text(report.Workload.QuerySeed)),
            ("candidates", Text(report.Workload.Candidates)),
            ("measured_s", Text(report.Measured.TotalSeconds)),
            ("offered_per_s", Text(report.OfferedLoad)),
            ("throughput_per_s", Text(report.Throughput)),
            ("arrivals", Text(report.Arrivals)),
            ("answered", Text(report.Answered)),
            ("error_share", Text(report.ErrorShare)),
            ("overflow", Text(report.Errors.GetValueOrDefault("Overflow"))),
            ("degraded_share", Text(report.DegradedShare)),
            ("mean_ms", Text(report.Latency.Mean.TotalMilliseconds)),
            ("p50_ms", Text(report.Latency.P50.TotalMilliseconds)),
            ("p75_ms", Text(report.Latency.P75.TotalMilliseconds)),
            ("p90_ms", Text(report.Latency.P90.TotalMilliseconds)),
            ("p95_ms", Text(report.Latency.P95.TotalMilliseconds)),
            ("p99_ms", Text(report.Latency.P99.TotalMilliseconds)),
            ("p99_9_ms", Text(report.Latency.P999.TotalMilliseconds)),
            ("max_ms", Text(report.Latency.Max.TotalMilliseconds)),
            ("lag_p50_ms", Text(report.Lag.P50.TotalMilliseconds)),
            ("lag_p99_ms", Text(report.Lag.P99.TotalMilliseconds)),
            ("process_cores", Text(report.ProcessCores)),
            ("ndcg_k", report.Quality is null ? "" : Text(report.Quality.K)),
            ("ndcg", report.Quality is null ? "" : Text(report.Quality.Ndcg)),
            ("hit_rate", report.Quality is null ? "" : Text(report.Quality.HitRate)),
            ("valid", report.Valid ? "true" : "false"),
            ("interrupted", report.Interrupted ? "true" : "false"),
            ("cores", Text(report.Machine.Cores)),
            ("version", report.Version),
        ];
        return new Table([.. cells.Select(cell => new Column(cell.Name))]).Add([.. cells.Select(cell => cell.Value)]).ToCsv();
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
