using RecPipe.Contracts.Ranking.V1;
using RecPipe.Workloads.Statistics;

namespace RecPipe.Cli.Serving;

/// <summary>Where one stage's time went.</summary>
internal sealed class StageClock
{
    /// <summary>Waiting for an engine.</summary>
    public LatencyRecorder Queue { get; } = new();

    /// <summary>On engines.</summary>
    public LatencyRecorder Compute { get; } = new();

    /// <summary>On the way to an engine and back.</summary>
    public LatencyRecorder Network { get; } = new();

    public void Record(StageTrace trace)
    {
        Queue.Record(TimeSpan.FromMicroseconds(trace.QueueUs));
        Compute.Record(TimeSpan.FromMicroseconds(trace.ComputeUs));
        Network.Record(TimeSpan.FromMicroseconds(trace.NetworkUs));
    }
}
