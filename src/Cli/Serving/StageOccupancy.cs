using RecPipe.Workloads.Statistics;

namespace RecPipe.Cli.Serving;

/// <summary>What a stage's engines took in one run.</summary>
/// <param name="Rested">Queries that found one idle: from their coming, waking included, to the end.</param>
/// <param name="Warm">Queries that had to wait: on the engine.</param>
/// <param name="EngineMs">Mean of all.</param>
internal sealed record StageOccupancy(LatencyRecorder Rested, LatencyRecorder Warm, double EngineMs)
{
    public static StageOccupancy? Of(StageProbe? probe) => probe is null ? null : new(probe.Rested, probe.Warm, probe.EngineMs);
}
