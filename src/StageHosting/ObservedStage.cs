using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using RecPipe.Ranking.Stages;

namespace RecPipe.StageHosting;

/// <summary>A stage as the outside sees it: every request is a span, a few measurements, and a log line if it is our fault.</summary>
/// <param name="stage">What ranks.</param>
/// <param name="metrics">The host's.</param>
/// <param name="spans">The host's: its name says which host a span is from.</param>
/// <param name="log">Receives the queries that failed inside.</param>
/// <param name="describe">What this host's spans say besides; null for nothing more.</param>
public sealed class ObservedStage(IStage stage, IStageMetrics metrics, ActivitySource spans, ILogger log, Action<Activity, StageReply>? describe = null) : IStage
{
    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<StageReply> RankAsync(StageRequest request, CancellationToken cancellationToken)
    {
        using Activity? span = spans.StartActivity("rank");
        StageReply reply = await stage.RankAsync(request, cancellationToken).ConfigureAwait(false);
        metrics.RequestAnswered(request, reply);
        if (reply.Status == StageStatus.Internal)
            log.QueryFailed(request.Model, reply.Detail);
        if (span is { IsAllDataRequested: true })
            Describe(span, request, reply);
        return reply;
    }

    /// <inheritdoc/>
    public ValueTask<StageDescription> DescribeAsync(CancellationToken cancellationToken) => stage.DescribeAsync(cancellationToken);

    private void Describe(Activity span, in StageRequest request, StageReply reply)
    {
        span.DisplayName = $"rank {request.Model}";
        span.SetTag("recpipe.model", request.Model);
        span.SetTag("recpipe.worker", reply.Worker);
        span.SetTag("recpipe.candidates", request.Candidates.Length);
        span.SetTag("recpipe.keep", request.Keep);
        span.SetTag("recpipe.queue_seconds", reply.Queue.TotalSeconds);
        span.SetTag("recpipe.compute_seconds", reply.Compute.TotalSeconds);
        describe?.Invoke(span, reply);
        span.SetTag("recpipe.status", reply.Status.ToString());
        if (reply.Status != StageStatus.Ok)
            span.SetStatus(ActivityStatusCode.Error, reply.Detail);
    }
}
