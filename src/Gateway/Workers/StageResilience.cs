using Polly;
using Polly.CircuitBreaker;
using Polly.Hedging;
using Polly.Retry;
using Polly.Timeout;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Workers;

/// <summary>
/// The one place that says how calls to workers are timed out, repeated, hedged and cut off. From the outside in:
/// the stage's time, then retry or hedge (never both) on a worker not asked before, then that worker's circuit breaker.
/// Statuses are judged as values; nothing here throws.
/// </summary>
/// <remarks>
/// Only <see cref="StageStatus.Unavailable"/> is tried again, and <see cref="StageStatus.ResourceExhausted"/> once: another
/// worker may have room, but a fleet that is full must not be asked for more. Too late, wrong or failed stays what it is.
/// </remarks>
internal static class StageResilience
{
    /// <summary>How long a worker whose circuit has opened is left alone before one call probes it.</summary>
    public static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(1);

    /// <summary>A circuit opens when nine calls in ten fail in this time, and at least <see cref="FewestCalls"/> were made.</summary>
    public static readonly TimeSpan SamplingDuration = TimeSpan.FromSeconds(5);

    public const int FewestCalls = 5;
    public const double FailureRatio = 0.9;

    public static ResiliencePipeline<StageReply> PipelineOf(StageConfig stage, TimeProvider clock)
    {
        ResiliencePipelineBuilder<StageReply> pipeline = new() { TimeProvider = clock };
        pipeline.AddTimeout(new TimeoutStrategyOptions { TimeoutGenerator = args => new(TimeLeft(args.Context, clock)) });
        if (stage.HedgeAfter is TimeSpan after)
        {
            pipeline.AddHedging(new HedgingStrategyOptions<StageReply>
            {
                Delay = after,
                MaxHedgedAttempts = 1,
                ShouldHandle = args => new(IsWorthAnother(args.Outcome)),
                ActionGenerator = args => HasAnother(args.PrimaryContext) ? () => args.Callback(args.ActionContext) : null,
            });
        }
        else if (stage.EffectiveRetries > 0)
        {
            pipeline.AddRetry(new RetryStrategyOptions<StageReply>
            {
                MaxRetryAttempts = stage.EffectiveRetries,
                Delay = TimeSpan.Zero,
                ShouldHandle = args => new(IsWorthAnother(args.Outcome) && HasAnother(args.Context)),
            });
        }
        return pipeline.Build();
    }

    public static ResiliencePipeline<StageReply> CircuitOf(Worker worker, TimeProvider clock) =>
        new ResiliencePipelineBuilder<StageReply> { TimeProvider = clock }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<StageReply>
            {
                FailureRatio = FailureRatio,
                MinimumThroughput = FewestCalls,
                SamplingDuration = SamplingDuration,
                BreakDuration = BreakDuration,
                ShouldHandle = args => new(SpeaksAgainstWorker(args.Outcome, args.Context)),
                OnOpened = _ => Done(worker.CircuitOpened),
                OnClosed = _ => Done(worker.CircuitClosed),
            })
            .Build();

    /// <summary>Whole milliseconds, rounded up: timers know no finer, and the deadline must have passed when this one fires.</summary>
    private static TimeSpan TimeLeft(ResilienceContext context, TimeProvider clock)
    {
        Ranking.Deadline deadline = StageCall.Of(context).Request.Deadline;
        return deadline.IsNone
            ? Timeout.InfiniteTimeSpan
            : TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling(deadline.Remaining(clock).TotalMilliseconds), 1, int.MaxValue));
    }

    private static bool IsWorthAnother(Outcome<StageReply> outcome) =>
        outcome.Result?.Status is StageStatus.Unavailable or StageStatus.ResourceExhausted;

    private static bool HasAnother(ResilienceContext context)
    {
        StageCall call = StageCall.Of(context);
        return call.Overloads < 2 && call.Workers.HasAnother(call);
    }

    /// <summary>A worker that hangs looks like one that is late; short deadlines of clients must not look like either.</summary>
    private static bool SpeaksAgainstWorker(Outcome<StageReply> outcome, ResilienceContext context) => outcome.Result?.Status switch
    {
        StageStatus.Unavailable => true,
        StageStatus.DeadlineExceeded => StageCall.Of(context).GenerousTime,
        _ => false,
    };

    private static ValueTask Done(Action action)
    {
        action();
        return ValueTask.CompletedTask;
    }
}
