using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using RecPipe.AccelEmulator.Scores;
using RecPipe.Ranking;
using RecPipe.Ranking.Stages;
using RecPipe.Simulation.Queues;

namespace RecPipe.AccelEmulator;

/// <summary>
/// One query between its arrival and its answer, which needs two things: its ranking and its due time. Reused: it goes back to
/// its stage when the caller, the pacer and whoever ranks have let go.
/// </summary>
internal sealed class EmulatedJob : IValueTaskSource<StageReply>
{
    private const int Holders = 3;

    private static readonly Action<object?, CancellationToken> s_cancelled = (job, _) => ((EmulatedJob)job!).Cancel();

    private readonly EmulatedStage _stage;
    private readonly Action _ranked;
    private ManualResetValueTaskSourceCore<StageReply> _answer = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _registration;
    private ValueTaskAwaiter<StageReply> _ranking;
    private StageReply? _reply;
    private string _device = "";
    private Placement _placement;
    private long _arrival;
    private long _deadline;
    private int _missing;
    private int _holders;
    private int _answered = 1;

    public EmulatedJob(EmulatedStage stage)
    {
        _stage = stage;
        _ranked = Ranked;
    }

    private bool EndsInTime => _placement.Runs && _placement.Due < _deadline;

    /// <returns>The caller's side of the answer. Await it once.</returns>
    public ValueTask<StageReply> Prepare(string device, long arrival, in Placement placement, long deadline)
    {
        (_device, _arrival, _placement, _deadline) = (device, arrival, placement, deadline);
        _reply = null;
        _answered = 0;
        _missing = 2;
        _holders = Holders;
        return new(this, _answer.Version);
    }

    /// <summary>From here on a cancelled caller is answered at once. The query keeps its place, as on real hardware.</summary>
    public void WatchFor(CancellationToken cancellation) => _registration = cancellation.UnsafeRegister(s_cancelled, this);

    /// <summary>Makes the ranking, unless nobody will see it.</summary>
    [SuppressMessage("Reliability", "CA2012", Justification = "Awaited once: in Ranked, without a task of its own.")]
    public void Rank(IScoreSource scores, in StageRequest request, CancellationToken cancellationToken)
    {
        if (!EndsInTime)
        {
            Ready(Late());
            return;
        }
        _ranking = scores.RankAsync(request with { Deadline = Deadline.None }, cancellationToken).GetAwaiter();
        if (_ranking.IsCompleted)
            Ranked();
        else
            _ranking.UnsafeOnCompleted(_ranked);
    }

    /// <summary>The modelled device is done. Called by the pacer.</summary>
    public void FallDue()
    {
        Arrived();
        LetGo();
    }

    public void Answer(StageStatus status, string detail) => TryAnswer(Failure(status, detail));

    StageReply IValueTaskSource<StageReply>.GetResult(short token)
    {
        long left = _stage.Clock.GetTimestamp();
        try
        {
            StageReply reply = _answer.GetResult(token);
            return reply.Status == StageStatus.Ok ? Leave(reply, left) : reply;
        }
        finally
        {
            _registration.Dispose(); // waits for a callback under way, so that it cannot hit the job's next query
            _registration = default;
            _stage.Closed();
            LetGo();
        }
    }

    ValueTaskSourceStatus IValueTaskSource<StageReply>.GetStatus(short token) => _answer.GetStatus(token);

    void IValueTaskSource<StageReply>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _answer.OnCompleted(continuation, state, token, flags);

    /// <summary>The answer as it leaves, with the device's times and the host's lateness.</summary>
    private StageReply Leave(StageReply reply, long left)
    {
        TimeSpan late = _stage.Scale.ToWall(Math.Max(0, left - _placement.Due));
        _stage.Record.Add(new(_device, _arrival, _placement.Start, _placement.Due, left), late);
        return reply with
        {
            Queue = _stage.Scale.ToModelled(_placement.Start - _arrival),
            Compute = _stage.Scale.ToModelled(_placement.Due - _placement.Start),
            Late = late,
            Worker = _stage.Name,
        };
    }

    private void Ranked()
    {
        try
        {
            Ready(_ranking.GetResult());
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Ready(Failure(e is NotANumberScoreException ? StageStatus.Internal : StageStatus.Unavailable, $"The host could not rank it: {e.Message}"));
        }
    }

    /// <summary>The ranking is there. A failure leaves at once, except that a missed deadline is noticed when real hardware would notice it.</summary>
    private void Ready(StageReply reply)
    {
        _reply = reply;
        if (reply.Status is not (StageStatus.Ok or StageStatus.DeadlineExceeded))
        {
            bool overtaken = reply.Status == StageStatus.ResourceExhausted;
            TryAnswer(
                reply with { Worker = _stage.Name, Detail = overtaken ? "The emulator's host cannot keep the modelled device's pace." : reply.Detail },
                failedByHost: overtaken || reply.Status == StageStatus.Unavailable);
        }
        Arrived();
        LetGo();
    }

    private void Arrived()
    {
        if (Interlocked.Decrement(ref _missing) == 0)
            TryAnswer(_reply!);
    }

    private void TryAnswer(StageReply reply, bool failedByHost = false)
    {
        if (Interlocked.Exchange(ref _answered, 1) != 0)
            return;
        if (reply.Status != StageStatus.Ok && EndsInTime && (failedByHost || _stage.Clock.GetTimestamp() > _placement.Due))
            _stage.Record.Lateness.Fail();
        _answer.SetResult(reply);
    }

    private void Cancel()
    {
        if (_stage.Clock.GetTimestamp() >= _deadline)
            Answer(StageStatus.DeadlineExceeded, "The deadline passed.");
        else
            Answer(StageStatus.Cancelled, "The caller cancelled.");
    }

    private StageReply Late() => Failure(StageStatus.DeadlineExceeded, _placement.Runs
        ? "The deadline passed before the device was done."
        : "The deadline passed before a unit was free.");

    private StageReply Failure(StageStatus status, string detail) =>
        StageReply.Failed(status, detail, _stage.Name) with { Queue = _stage.Scale.ToModelled(_placement.Start - _arrival) };

    private void LetGo()
    {
        if (Interlocked.Decrement(ref _holders) > 0)
            return;
        _answer.Reset();
        _reply = null;
        _ranking = default;
        _stage.Return(this);
    }
}
