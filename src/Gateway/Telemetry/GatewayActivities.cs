using System.Diagnostics;
using RecPipe.Gateway.Pipelines;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Telemetry;

/// <summary>The gateway's spans: one for a query, and in it one for each stage. Free when nobody listens.</summary>
internal static class GatewayActivities
{
    private static readonly ActivitySource s_source = new("RecPipe.Gateway");

    public static Activity? Query(PipelineModel pipeline) =>
        s_source.StartActivity("rank")?.SetTag("recpipe.pipeline", pipeline.Name);

    public static Activity? Stage(PipelineModel pipeline, StageModel stage) =>
        s_source.StartActivity("stage")?.SetTag("recpipe.pipeline", pipeline.Name).SetTag("recpipe.stage", stage.Name).SetTag("recpipe.model", stage.Config.Model);

    public static void Ended(Activity? activity, RankedList list)
    {
        if (activity is null)
            return;
        activity.SetTag("recpipe.status", list.Status.ToString()).SetTag("recpipe.degraded", list.Degraded);
        if (list.Status != StageStatus.Ok)
            activity.SetStatus(ActivityStatusCode.Error, list.Detail);
    }

    public static void Ended(Activity? activity, StageTrace trace)
    {
        if (activity is null)
            return;
        activity.SetTag("recpipe.worker", trace.Worker)
            .SetTag("recpipe.status", trace.Status.ToString())
            .SetTag("recpipe.candidates_in", trace.CandidatesIn)
            .SetTag("recpipe.candidates_out", trace.CandidatesOut)
            .SetTag("recpipe.attempts", trace.Attempts)
            .SetTag("recpipe.queue_seconds", trace.Queue.TotalSeconds)
            .SetTag("recpipe.compute_seconds", trace.Compute.TotalSeconds);
        if (trace.Status != StageStatus.Ok)
            activity.SetStatus(ActivityStatusCode.Error);
    }
}
