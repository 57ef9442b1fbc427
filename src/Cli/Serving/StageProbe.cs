using RecPipe.Inference;
using RecPipe.Ranking.Stages;

namespace RecPipe.Cli.Serving;

/// <summary>
/// Engines, and beside them how long they were taken by queries that found one idle and by queries that had to wait: an engine
/// that is idle must wake up and its caches have gone cold. Nothing is recorded before <see cref="Start"/>.
/// </summary>
/// <param name="pool">What ranks.</param>
internal sealed class StageProbe(EnginePool pool) : IStage
{
    private long _finished = TimeProvider.System.GetTimestamp();
    private volatile StageOccupancy? _run;

    /// <returns>What is recorded from now on, until the next start.</returns>
    public StageOccupancy Start() => _run = new();

    public ValueTask<StageReply> RankAsync(StageRequest request, CancellationToken cancellationToken) =>
        _run is { } run ? RecordAsync(run, request, cancellationToken) : pool.RankAsync(request, cancellationToken);

    public ValueTask<StageDescription> DescribeAsync(CancellationToken cancellationToken) => pool.DescribeAsync(cancellationToken);

    private async ValueTask<StageReply> RecordAsync(StageOccupancy run, StageRequest request, CancellationToken cancellationToken)
    {
        bool isIdle = pool.BusyEngines < pool.Options.Engines;
        TimeSpan idle = TimeProvider.System.GetElapsedTime(Interlocked.Read(ref _finished));
        StageReply reply = await pool.RankAsync(request, cancellationToken).ConfigureAwait(false);
        if (reply.Status != StageStatus.Ok)
            return reply;
        Interlocked.Exchange(ref _finished, TimeProvider.System.GetTimestamp());
        if (isIdle)
            run.RecordWoken(idle, reply.Queue + reply.Compute);
        else
            run.Warm.Record(reply.Compute);
        return reply;
    }
}
