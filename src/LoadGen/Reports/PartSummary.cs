namespace RecPipe.LoadGen.Reports;

/// <summary>What one part of a run did.</summary>
/// <param name="Part">For example "0/3".</param>
/// <param name="Started">By the clock of its machine.</param>
/// <param name="OfferedLoad">Arrivals a second.</param>
/// <param name="Throughput">Answers a second.</param>
/// <param name="P99">Of its answered queries.</param>
/// <param name="LagP99">Of its generator.</param>
/// <param name="ProcessCores">Cores its process kept busy.</param>
/// <param name="Valid">Judged by itself.</param>
/// <param name="Machine">Where it ran.</param>
public sealed record PartSummary(
    string Part, DateTimeOffset Started, double OfferedLoad, double Throughput, TimeSpan P99, TimeSpan LagP99, double ProcessCores, bool Valid, string Machine);
