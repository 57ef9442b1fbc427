namespace RecPipe.LoadGen.Reports;

/// <summary>A point of the latency distribution.</summary>
/// <param name="Percentile">0 to 100.</param>
/// <param name="Latency">What that share of answers does not exceed.</param>
public sealed record PercentilePoint(double Percentile, TimeSpan Latency);
