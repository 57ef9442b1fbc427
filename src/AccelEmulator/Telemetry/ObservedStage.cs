using System.Diagnostics;
using System.Runtime.CompilerServices;
using RecPipe.Ranking.Stages;

namespace RecPipe.AccelEmulator.Telemetry;

/// <summary>The emulated stage as the outside sees it: every request is a span, a few measurements, and a log line if it is our fault.</summary>
internal sealed class ObservedStage(EmulatedStage stage, EmulatorMetrics metrics, ILogger<ObservedStage> log) : IStage
{
    public const string SourceName = "RecPipe.AccelEmulator";

    private static readonly ActivitySource s_source = new(SourceName);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<StageReply> RankAsync(StageRequest request, CancellationToken cancellationToken)
    {
        using Activity? span = s_source.StartActivity("rank");
        StageReply reply = await stage.RankAsync(request, cancellationToken).ConfigureAwait(false);
        metrics.RequestAnswered(request, reply);
        if (reply.Status == StageStatus.Internal)
            log.QueryFailed(request.Model, reply.Detail);
        if (span is { IsAllDataRequested: true })
            Describe(span, request, reply);
        return reply;
    }

    public ValueTask<StageDescription> DescribeAsync(CancellationToken cancellationToken) => stage.DescribeAsync(cancellationToken);

    private static void Describe(Activity span, in StageRequest request, StageReply reply)
    {
        span.DisplayName = $"rank {request.Model}";
        span.SetTag("recpipe.model", request.Model);
        span.SetTag("recpipe.worker", reply.Worker);
        span.SetTag("recpipe.candidates", request.Candidates.Length);
        span.SetTag("recpipe.keep", request.Keep);
        span.SetTag("recpipe.queue_seconds", reply.Queue.TotalSeconds);
        span.SetTag("recpipe.compute_seconds", reply.Compute.TotalSeconds);
        span.SetTag("recpipe.late_seconds", reply.Late.TotalSeconds);
        span.SetTag("recpipe.status", reply.Status.ToString());
        if (reply.Status != StageStatus.Ok)
            span.SetStatus(ActivityStatusCode.Error, reply.Detail);
    }
}
