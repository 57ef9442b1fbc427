using Polly;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Workers;

/// <summary>One stage's work on one query: which workers were asked, and how often they were overloaded.</summary>
internal sealed class StageCall(WorkerSet workers, StageRequest request, bool generousTime, CancellationToken caller)
{
    public static readonly ResiliencePropertyKey<StageCall> Key = new("recpipe.stage-call");

    /// <summary>Timers count coarser than the clock and may fire this much early.</summary>
    private static readonly TimeSpan s_timerSlack = TimeSpan.FromMilliseconds(5);

    private readonly Lock _lock = new();
    private Worker? _first;
    private List<Worker>? _further;
    private int _failed;

    public StageRequest Request { get; } = request;

    public WorkerSet Workers { get; } = workers;

    /// <summary>False when the caller left the stage so little time that running out of it says nothing about the worker.</summary>
    public bool GenerousTime { get; } = generousTime;

    public int Attempts { get; private set; }

    /// <summary>How many of them were made while a call before was still unanswered.</summary>
    public int Hedges { get; private set; }

    /// <summary>Replies <see cref="StageStatus.ResourceExhausted"/> so far.</summary>
    public int Overloads { get; private set; }

    public static StageCall Of(ResilienceContext context) =>
        context.Properties.TryGetValue(Key, out StageCall? call) ? call : throw new InvalidOperationException("The context belongs to no stage call.");

    /// <summary>Takes the least loaded worker that this call has not asked yet; null when there is none.</summary>
    public Worker? NextWorker()
    {
        lock (_lock)
        {
            Worker? worker = Workers.Pick(this);
            if (worker is null)
                return null;
            if (_failed < Attempts)
                Hedges++;
            Attempts++;
            if (_first is null)
                _first = worker;
            else
                (_further ??= []).Add(worker);
            return worker;
        }
    }

    public void Answered(StageReply reply)
    {
        if (reply.Status == StageStatus.Ok)
            return;
        lock (_lock)
        {
            _failed++;
            if (reply.Status == StageStatus.ResourceExhausted)
                Overloads++;
        }
    }

    /// <summary>True when a cancelled call was cancelled for lack of time.</summary>
    public bool IsLate(TimeProvider clock) => !caller.IsCancellationRequested && Request.Deadline.Remaining(clock) < s_timerSlack;

    public bool HasAsked(Worker worker) => worker == _first || (_further?.Contains(worker) ?? false);
}
