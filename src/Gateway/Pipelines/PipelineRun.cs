using System.Diagnostics;
using RecPipe.Gateway.Telemetry;
using RecPipe.Ranking;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Pipelines;

/// <summary>One query's way through a pipeline.</summary>
/// <param name="pipeline">Its stages.</param>
/// <param name="query">What to rank.</param>
/// <param name="deadline">For all stages together.</param>
/// <param name="sampled">Whether consecutive stages' orders are compared.</param>
/// <param name="clock">Measures and judges the deadline.</param>
/// <param name="metrics">Receives what happens.</param>
internal sealed class PipelineRun(PipelineModel pipeline, Query query, Deadline deadline, bool sampled, TimeProvider clock, GatewayMetrics metrics)
{
    private readonly List<StageTrace> _traces = new(pipeline.Stages.Count);
    private readonly long _start = clock.GetTimestamp();

    private int Wanted => query.K == 0 ? pipeline.LastKeep : query.K;

    public async ValueTask<RankedList> RunAsync(CancellationToken cancellationToken)
    {
        using Survivors survivors = new(query);
        for (int i = 0; i < pipeline.Stages.Count; i++)
        {
            StageModel stage = pipeline.Stages[i];
            StageReply reply = await RankAsync(stage, survivors, cancellationToken);
            if (reply.Status != StageStatus.Ok)
                return Stopped(stage, reply, survivors, completed: i);
            if (sampled && i > 0)
                metrics.StageAgreed(pipeline, stage, OrderAgreement.Of(reply.Positions.Span, Wanted));
            survivors.Keep(reply, more: i + 1 < pipeline.Stages.Count, stage.Workers.ReadsRequestsLate);
        }
        return Answer(survivors);
    }

    private async ValueTask<StageReply> RankAsync(StageModel stage, Survivors survivors, CancellationToken cancellationToken)
    {
        using Activity? activity = GatewayActivities.Stage(pipeline, stage);
        TimeSpan deadlineLeft = deadline.Remaining(clock);
        long start = clock.GetTimestamp();
        (StageReply reply, int attempts, int hedges) = deadline.HasPassed(clock)
            ? (StageReply.Failed(StageStatus.DeadlineExceeded, "The time was up before the stage began."), 0, 0)
            : await stage.Workers.RankAsync(survivors.Ids, survivors.Features, query.Context, deadline, cancellationToken);
        TimeSpan took = clock.GetElapsedTime(start);
        TimeSpan network = took - reply.Queue - reply.Compute;
        StageTrace trace = new()
        {
            Stage = stage.Name,
            Model = stage.Config.Model,
            Worker = reply.Worker,
            Status = reply.Status,
            CandidatesIn = survivors.Ids.Length,
            CandidatesOut = reply.Positions.Length,
            Queue = reply.Queue,
            Compute = reply.Compute,
            Network = network > TimeSpan.Zero ? network : TimeSpan.Zero,
            Attempts = attempts,
        };
        _traces.Add(trace);
        metrics.StageEnded(pipeline, stage, trace, hedges, took, deadlineLeft);
        GatewayActivities.Ended(activity, trace);
        return reply;
    }

    /// <summary>
    /// Answers from the last completed stage when the pipeline's policy allows, otherwise with the failure. A query that a stage
    /// cannot read is its sender's mistake: hidden behind a degraded answer it would count against the service.
    /// </summary>
    private RankedList Stopped(StageModel stage, StageReply reply, Survivors survivors, int completed)
    {
        string reason = $"stage {stage.Name}: {reply.Status}: {reply.Detail}";
        bool answer = completed > 0 && pipeline.Config.Degraded == DegradedPolicy.Answer && reply.Status is not (StageStatus.Cancelled or StageStatus.InvalidArgument);
        RankedList list = answer ? Answer(survivors, reason) : Refuse(reply.Status, reason);
        if (stage.Workers.ReadsRequestsLate)
            survivors.Abandon();
        return list;
    }

    private RankedList Answer(Survivors survivors, string degradedReason = "")
    {
        int count = Math.Min(Wanted, survivors.Ids.Length);
        return new()
        {
            Status = StageStatus.Ok,
            Candidates = survivors.Ids[..count].ToArray(),
            Scores = survivors.Scores[..count],
            DegradedReason = degradedReason,
            Stages = _traces,
            Total = clock.GetElapsedTime(_start),
        };
    }

    private RankedList Refuse(StageStatus status, string detail) => new()
    {
        Status = status,
        Detail = detail,
        Stages = _traces,
        Total = clock.GetElapsedTime(_start),
    };
}
