using Polly;
using RecPipe.Ranking;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Workers;

/// <summary>A stage as its pipeline calls it: interchangeable workers behind one resilience pipeline.</summary>
internal sealed class ResilientStage(StageConfig config, TimeSpan pipelineDeadline, WorkerSet workers, TimeProvider clock)
{
    private readonly ResiliencePipeline<StageReply> _resilience = StageResilience.PipelineOf(config, clock);

    // What a stage may take when its caller leaves it everything; half of it counts as generous.
    private readonly TimeSpan _generous = (config.Budget ?? pipelineDeadline) / 2;

    /// <summary>True when a call that lost its race may still read a request's memory after the answer.</summary>
    public bool ReadsRequestsLate => config.HedgeAfter is not null;

    public WorkerSet Workers => workers;

    /// <summary>Ranks within the stage's budget and the query's deadline, whichever ends first.</summary>
    /// <returns>The reply, the calls made for it, and how many of them were hedges.</returns>
    public async ValueTask<(StageReply Reply, int Attempts, int Hedges)> RankAsync(ReadOnlyMemory<int> candidates, InlineFeatures? features, QueryContext? context, Deadline deadline, CancellationToken cancellationToken)
    {
        Deadline until = config.Budget is TimeSpan budget ? deadline.OrEarlier(Deadline.After(budget, clock)) : deadline;
        StageRequest request = new(config.Model, candidates, config.Keep, until, features, context);
        StageCall call = new(workers, request, until.Remaining(clock) >= _generous, cancellationToken);
        ResilienceContext resilience = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            resilience.Properties.Set(StageCall.Key, call);
            Outcome<StageReply> outcome = await _resilience.ExecuteOutcomeAsync(
                static (context, call) => AttemptAsync(context, call), resilience, call);
            return (outcome.Result ?? Unanswered(outcome.Exception!, cancellationToken), call.Attempts, call.Hedges);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(resilience);
        }
    }

    private static async ValueTask<Outcome<StageReply>> AttemptAsync(ResilienceContext context, StageCall call)
    {
        if (call.NextWorker() is not { } worker)
            return Outcome.FromResult(StageReply.Failed(StageStatus.Unavailable, "No worker of the stage can be asked: every circuit is open, or no address is known."));
        StageReply reply = await worker.RankAsync(call, context);
        call.Answered(reply);
        return Outcome.FromResult(reply);
    }

    /// <summary>Resilience strategies report as exceptions that they ended a call before any worker did.</summary>
    private static StageReply Unanswered(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException when cancellationToken.IsCancellationRequested => StageReply.Failed(StageStatus.Cancelled, "The caller gave up."),
        OperationCanceledException or Polly.Timeout.TimeoutRejectedException => StageReply.Failed(StageStatus.DeadlineExceeded, "No answer within the stage's time."),
        _ => StageReply.Failed(StageStatus.Internal, exception.Message),
    };
}
