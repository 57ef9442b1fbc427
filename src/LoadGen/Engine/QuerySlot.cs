using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Grpc.Core;
using RecPipe.LoadGen.Scenarios;
using RecPipe.Ranking;

namespace RecPipe.LoadGen.Engine;

/// <summary>One query in flight. Slots are made once and used again: starting and ending a query allocates nothing here.</summary>
internal sealed class QuerySlot : IThreadPoolWorkItem
{
    private const int Idle = 0, Flying = 1;
    private readonly Run _run;
    private readonly Action _ended;
    private ConfiguredValueTaskAwaitable<StepResult>.ConfiguredValueTaskAwaiter _step;
    private long _query, _sent;
    private bool _measured;
    private int _state;

    public QuerySlot(Run run)
    {
        _run = run;
        _ended = OnEnded;
    }

    /// <summary>Timestamp its query was meant to arrive.</summary>
    public long Intended { get; private set; }

    /// <summary>A closed-loop copy asks again until this timestamp; 0 for a query that is asked once.</summary>
    public long RepeatUntil { get; private set; }

    /// <param name="query">Its number.</param>
    /// <param name="intended">Timestamp it is meant to arrive.</param>
    /// <param name="measured">False during warm-up.</param>
    /// <param name="repeatUntil">See <see cref="RepeatUntil"/>.</param>
    public void Prepare(long query, long intended, bool measured, long repeatUntil)
    {
        (_query, Intended, _measured, RepeatUntil) = (query, intended, measured, repeatUntil);
        Volatile.Write(ref _state, Flying);
    }

    /// <summary>Asks the query, on a thread of the pool.</summary>
    [SuppressMessage("Reliability", "CA2012", Justification = "The awaiter is consumed once, by OnEnded; awaiting would allocate.")]
    public void Execute()
    {
        _sent = _run.Time.GetTimestamp();
        if (_measured && RepeatUntil == 0)
            _run.Recorder.Sent(Intended, _sent);
        try
        {
            Deadline deadline = Deadline.After(_run.Scenario.Workload.Deadline, _run.Time);
            _step = _run.Scenario.Step(new(_query, deadline), _run.Cancellation).ConfigureAwait(false).GetAwaiter();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            End(Failure(e));
            return;
        }
        if (_step.IsCompleted)
            OnEnded();
        else
            _step.UnsafeOnCompleted(_ended);
    }

    /// <summary>Gives up on a query that nothing answered, so that it is counted once however late its answer comes.</summary>
    /// <returns>True when it was in flight and measured.</returns>
    public bool Abandon() => Interlocked.CompareExchange(ref _state, Idle, Flying) == Flying && _run.Abandoned(_measured);

    private void OnEnded()
    {
        StepResult result;
        try
        {
            result = _step.GetResult();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            result = Failure(e);
        }
        End(result);
    }

    private void End(StepResult result)
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Flying) != Flying)
            return;
        long answered = result.AnsweredAt != 0 ? result.AnsweredAt : _run.Time.GetTimestamp();
        bool late = result.Status == StatusCode.OK && _run.Time.GetElapsedTime(_sent, answered) > _run.Scenario.Workload.Deadline;
        if (late || (result.Status == StatusCode.Cancelled && _run.GaveUp))
            result = new(StatusCode.DeadlineExceeded);
        _run.Recorder.Ended(_measured, Intended, answered, result);
        _run.Ended(this, _measured);
    }

    private static StepResult Failure(Exception e) => new(e switch
    {
        RpcException rpc => rpc.StatusCode,
        OperationCanceledException => StatusCode.Cancelled,
        TimeoutException => StatusCode.DeadlineExceeded,
        _ => StatusCode.Unknown,
    });
}
