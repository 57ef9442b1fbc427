using RecPipe.Inference;
using RecPipe.Ranking.Stages;
using RecPipe.Workloads.Statistics;

namespace RecPipe.Cli.Serving;

/// <summary>
/// Engines, and beside them how long they were taken by queries that found one idle and by queries that had to wait: an engine
/// that is idle must wake up and its caches have gone cold.
/// </summary>
/// <param name="pool">What ranks.</param>
internal sealed class StageProbe(EnginePool pool) : IStage
{
    /// <summary>From the moment a query came that found an idle engine until it was ranked.</summary>
    public LatencyRecorder Rested { get; private set; } = new();

    /// <summary>On the engine, of queries that had to wait for one.</summary>
    public LatencyRecorder Warm { get; private set; } = new();

    /// <summary>Time that queries kept an engine, waking included, mean.</summary>
    public double EngineMs => (Sum(Rested) + Sum(Warm)) / Math.Max(1, Rested.Count + Warm.Count);

    /// <summary>Starts anew.</summary>
    public void Reset() => (Rested, Warm) = (new(), new());

    public async ValueTask<StageReply> RankAsync(StageRequest request, CancellationToken cancellationToken)
    {
        bool idle = pool.BusyEngines < pool.Options.Engines;
        (LatencyRecorder rested, LatencyRecorder warm) = (Rested, Warm);
        StageReply reply = await pool.RankAsync(request, cancellationToken).ConfigureAwait(false);
        if (reply.Status != StageStatus.Ok)
            return reply;
        if (idle)
            rested.Record(reply.Queue + reply.Compute);
        else
            warm.Record(reply.Compute);
        return reply;
    }

    public ValueTask<StageDescription> DescribeAsync(CancellationToken cancellationToken) => pool.DescribeAsync(cancellationToken);

    private static double Sum(LatencyRecorder times) => times.Summarize().Mean.TotalMilliseconds * times.Count;
}
