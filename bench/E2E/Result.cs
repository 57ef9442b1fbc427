namespace RecPipe.Bench.E2E;

/// <summary>What one way of running one pipeline reached.</summary>
/// <param name="Pipeline">Which pipeline.</param>
/// <param name="Way">How it was run.</param>
/// <param name="UnloadedP50">Median latency with one query in flight.</param>
/// <param name="UnloadedMean">Mean latency with one query in flight.</param>
/// <param name="MaxThroughput">Queries/s with enough in flight.</param>
internal sealed record Result(string Pipeline, string Way, TimeSpan UnloadedP50, TimeSpan UnloadedMean, double MaxThroughput);
