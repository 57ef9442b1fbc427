using RecPipe.Planning.Performance;
using RecPipe.Planning.Plans;
using RecPipe.Simulation.Replications;
using RecPipe.Workloads.Statistics;

namespace RecPipe.Cli.Verify;

/// <summary>What is compared, predicted or measured: milliseconds, and answered queries/s.</summary>
internal sealed record Latencies(double MeanMs, double P50Ms, double P95Ms, double P99Ms, double Throughput)
{
    public static Latencies Of(PredictedPerformance predicted) =>
        new(1000 * predicted.Mean.Value, 1000 * predicted.P50.Value, 1000 * predicted.P95.Value, 1000 * predicted.P99.Value, predicted.Throughput.Value);

    public static Latencies Of(PlannedPerformance planned) => new(planned.MeanMs, planned.P50Ms, planned.P95Ms, planned.P99Ms, planned.Throughput);

    public static Latencies Of(ReplicatedStatistics statistics) =>
        new(1000 * statistics.Mean.Value, 1000 * statistics.Percentiles[50].Value, 1000 * statistics.Percentiles[95].Value, 1000 * statistics.Percentiles[99].Value, statistics.Throughput.Value);

    public static Latencies Of(LatencySummary measured, double throughput) =>
        new(measured.Mean.TotalMilliseconds, measured.P50.TotalMilliseconds, measured.P95.TotalMilliseconds, measured.P99.TotalMilliseconds, throughput);

    /// <summary>Each the median of the runs'.</summary>
    /// <param name="runs">At least one.</param>
    public static Latencies MedianOf(IReadOnlyList<Latencies> runs)
    {
        return new(Median(run => run.MeanMs), Median(run => run.P50Ms), Median(run => run.P95Ms), Median(run => run.P99Ms), Median(run => run.Throughput));

        double Median(Func<Latencies, double> of)
        {
            double[] sorted = [.. runs.Select(of).Order()];
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }
}
