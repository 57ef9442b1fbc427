using RecPipe.Workloads.Objectives;

namespace RecPipe.LoadGen.Reports;

/// <summary>A threshold and what was measured.</summary>
/// <param name="Threshold">As its user wrote it.</param>
/// <param name="Measured">With its unit; "not measured" when there is no value.</param>
/// <param name="Met">False also when there is no value.</param>
public sealed record ThresholdOutcome(string Threshold, string Measured, bool Met)
{
    public static ThresholdOutcome Of(Threshold threshold, LoadReport report)
    {
        double value = ValueOf(threshold, report);
        return new(threshold.Text, Show(threshold.Metric, value), threshold.IsMetBy(value));
    }

    private static double ValueOf(Threshold threshold, LoadReport report) => threshold.Metric switch
    {
        ThresholdMetric.Errors => report.Arrivals == 0 ? double.NaN : report.ErrorShare,
        ThresholdMetric.Throughput => report.Throughput,
        ThresholdMetric.Ndcg => report.Quality is { Queries: > 0 } quality && quality.K == threshold.K ? quality.Ndcg : double.NaN,
        ThresholdMetric.HitRate => report.Quality is { Queries: > 0 } hits && hits.K == threshold.K ? hits.HitRate : double.NaN,
        _ when report.Answered == 0 => double.NaN,
        ThresholdMetric.Degraded => report.DegradedShare,
        ThresholdMetric.Mean => report.Latency.Mean.TotalSeconds,
        ThresholdMetric.P50 => report.Latency.P50.TotalSeconds,
        ThresholdMetric.P75 => report.Latency.P75.TotalSeconds,
        ThresholdMetric.P90 => report.Latency.P90.TotalSeconds,
        ThresholdMetric.P95 => report.Latency.P95.TotalSeconds,
        ThresholdMetric.P99 => report.Latency.P99.TotalSeconds,
        ThresholdMetric.P999 => report.Latency.P999.TotalSeconds,
        _ => report.Latency.Max.TotalSeconds,
    };

    private static string Show(ThresholdMetric metric, double value) => double.IsNaN(value) ? "not measured" : metric switch
    {
        ThresholdMetric.Errors or ThresholdMetric.Degraded => FormattableString.Invariant($"{100 * value:0.###} %"),
        ThresholdMetric.Throughput => FormattableString.Invariant($"{value:0.##}/s"),
        ThresholdMetric.Ndcg or ThresholdMetric.HitRate => FormattableString.Invariant($"{value:0.#####}"),
        _ => FormattableString.Invariant($"{1000 * value:0.###} ms"),
    };
}
