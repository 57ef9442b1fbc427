using System.Threading.Tasks.Sources;
using RecPipe.Inference.Sessions;
using RecPipe.Ranking;
using RecPipe.Ranking.Stages;

namespace RecPipe.Inference.Engines;

/// <summary>
/// One query on its way through a pool: what was asked, its score buffer, and the caller's pending answer. Reused: it goes
/// back to its pool when the caller has its answer and the last engine has let go, whichever is later.
/// </summary>
internal sealed class RankJob(EnginePool pool) : IValueTaskSource<StageReply>
{
    private static readonly Action<object?, CancellationToken> s_cancelled = (job, _) => ((RankJob)job!).AnswerUnrun();

    private ManualResetValueTaskSourceCore<StageReply> _answer = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _registration;
    private StageRequest _request;
    private float[] _scores = [];
    private StageReply? _failure;
    private long _queued;
    private long _started;
    private int _parts;
    private int _unfinishedParts;
    private int _holders;
    private int _answered;

    public ModelSession Model { get; private set; } = null!;

    public ReadOnlySpan<int> Candidates => _request.Candidates.Span;

    public InlineFeatures? Features => _request.Features;

    public QueryContext? Context => _request.Context;

    /// <summary>The caller's side of the answer. Await it once.</summary>
    public ValueTask<StageReply> Answer => new(this, _answer.Version);

    public void Prepare(in StageRequest request, ModelSession model)
    {
        _request = request;
        Model = model;
        _failure = null;
        _answered = 0;
        _holders = 1;
        _started = long.MinValue;
        _queued = pool.Clock.GetTimestamp();
        if (_scores.Length < request.Candidates.Length)
            _scores = GC.AllocateUninitializedArray<float>(request.Candidates.Length);
    }

    /// <summary>From here on a cancelled caller is answered at once, queued or running.</summary>
    public void WatchFor(CancellationToken cancellation) =>
        _registration = cancellation.UnsafeRegister(s_cancelled, this);

    public void SplitInto(int parts)
    {
        _parts = parts;
        _unfinishedParts = parts;
        _holders = 1 + parts;
    }

    /// <summary>Candidates of a part; the parts' lengths differ by at most one.</summary>
    public Range RangeOf(int part) =>
        (int)((long)Candidates.Length * part / _parts)..(int)((long)Candidates.Length * (part + 1) / _parts);

    /// <summary>Scores of a part, inside the query's one buffer.</summary>
    public Span<float> ScoresOf(Range range) => _scores.AsSpan(range);

    /// <summary>An engine is about to run a batch.</summary>
    /// <returns>False when running it would be in vain: answered already, failed, or late.</returns>
    public bool MayRun()
    {
        long now = pool.Clock.GetTimestamp();
        Interlocked.CompareExchange(ref _started, now, long.MinValue);
        if (Volatile.Read(ref _answered) != 0)
            Fail(StageStatus.Cancelled, "The caller gave up.");
        else if (_request.Deadline.HasPassed(pool.Clock))
            Fail(StageStatus.DeadlineExceeded, "The deadline passed before all candidates were scored.");
        return Volatile.Read(ref _failure) is null;
    }

    /// <summary>The first failure of any part is the query's.</summary>
    public void Fail(StageStatus status, string detail) =>
        Interlocked.CompareExchange(ref _failure, Failure(status, detail), null);

    /// <returns>The query's answer when this was its last part; null otherwise.</returns>
    public StageReply? FinishPart() => Interlocked.Decrement(ref _unfinishedParts) > 0 ? null : _failure ?? Select();

    /// <summary>Hands the caller its answer unless it has one.</summary>
    public void TryAnswer(StageReply reply)
    {
        if (Interlocked.Exchange(ref _answered, 1) == 0)
            _answer.SetResult(reply);
    }

    public void AnswerUnrun(StageStatus status, string detail) => TryAnswer(Failure(status, detail));

    /// <summary>The caller or an engine lets go.</summary>
    public void LetGo()
    {
        if (Interlocked.Decrement(ref _holders) > 0)
            return;
        _answer.Reset();
        _request = default;
        _failure = null;
        Model = null!;
        pool.Return(this);
    }

    StageReply IValueTaskSource<StageReply>.GetResult(short token)
    {
        StageReply reply = _answer.GetResult(token);
        StopWatching();
        LetGo();
        return reply;
    }

    ValueTaskSourceStatus IValueTaskSource<StageReply>.GetStatus(short token) => _answer.GetStatus(token);

    void IValueTaskSource<StageReply>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _answer.OnCompleted(continuation, state, token, flags);

    /// <summary>Waits for a cancellation callback that is under way, so that it cannot hit the job's next query.</summary>
    public void StopWatching()
    {
        _registration.Dispose();
        _registration = default;
    }

    private void AnswerUnrun()
    {
        if (_request.Deadline.HasPassed(pool.Clock))
            AnswerUnrun(StageStatus.DeadlineExceeded, "The deadline passed.");
        else
            AnswerUnrun(StageStatus.Cancelled, "The caller cancelled.");
    }

    private StageReply Select()
    {
        int keep = Math.Min(_request.Keep, Candidates.Length);
        int[] positions = GC.AllocateUninitializedArray<int>(keep);
        float[] scores = GC.AllocateUninitializedArray<float>(keep);
        try
        {
            TopK.Select(_scores.AsSpan(0, Candidates.Length), positions, scores);
        }
        catch (NotANumberScoreException e)
        {
            return Failure(StageStatus.Internal,
                $"The model {Model.Name} scored candidate {Candidates[e.Position]} (position {e.Position}) NaN.");
        }
        return new StageReply
        {
            Status = StageStatus.Ok,
            Positions = positions,
            Scores = scores,
            Queue = QueueTime,
            Compute = pool.Clock.GetElapsedTime(_started),
            Worker = pool.Options.Name,
        };
    }

    private StageReply Failure(StageStatus status, string detail) =>
        StageReply.Failed(status, detail, pool.Options.Name) with { Queue = QueueTime };

    private TimeSpan QueueTime => _started == long.MinValue
        ? pool.Clock.GetElapsedTime(_queued)
        : pool.Clock.GetElapsedTime(_queued, _started);
}
