using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace RecPipe.ServiceDefaults;

/// <summary>
/// Buckets of every histogram in seconds: fine from 0.1 ms to 1 s, where a stage and a query are meant to be, coarse up to
/// the minute that is the longest deadline.
/// </summary>
internal static class SecondsBuckets
{
    private static readonly double[] s_bounds =
    [
        0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.025, 0.03, 0.04, 0.05, 0.06, 0.075,
        0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10, 30, 60,
    ];

    /// <returns>Null for an instrument that is no histogram of seconds.</returns>
    public static MetricStreamConfiguration? Of(Instrument instrument) => instrument is Histogram<double> { Unit: "s" }
        ? new ExplicitBucketHistogramConfiguration { Boundaries = s_bounds }
        : null;
}
