using RecPipe.Workloads.Statistics;

namespace RecPipe.LoadGen.Engine;

/// <summary>The queries meant to arrive in one interval of a run.</summary>
/// <param name="Latency">Of the answered ones, to two digits.</param>
/// <param name="Failed">How many failed, those among them that were not sent or never answered.</param>
public sealed record IntervalMeasurement(LatencyRecorder Latency, long Failed);
