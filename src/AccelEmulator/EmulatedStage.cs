using System.Collections.Concurrent;
using RecPipe.AccelEmulator.Answers;
using RecPipe.AccelEmulator.Devices;
using RecPipe.AccelEmulator.Pacing;
using RecPipe.AccelEmulator.Scores;
using RecPipe.Ranking.Stages;
using RecPipe.Simulation.Queues;

namespace RecPipe.AccelEmulator;

/// <summary>
/// A stage that answers with true scores when the modelled device would: a query takes a place in its device's queue when it
/// comes, the ranking is made meanwhile, and the answer leaves when both are done. Safe for concurrent queries.
/// </summary>
/// <remarks>
/// As on real hardware, a query that its caller gives up keeps its place; one whose turn comes after its deadline is discarded
/// then, takes no time of the device and is answered DeadlineExceeded; one that starts in time runs to its end, and is
/// answered DeadlineExceeded when that is after its deadline. A full queue refuses at once. What the query itself has wrong is
/// found before it takes a place.
/// </remarks>
internal sealed class EmulatedStage : IStage, IAsyncDisposable
{
    private readonly IReadOnlyDictionary<string, ServedModel> _models;
    private readonly IScoreSource _scores;
    private readonly IPacer _pacer;
    private readonly Func<StageDescription> _describe;
    private readonly ConcurrentQueue<EmulatedJob> _idleJobs = [];
    private readonly ConcurrentBag<EmulatedJob> _jobs = [];
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open;
    private volatile bool _draining;

    /// <param name="models">By name, each with its device.</param>
    /// <param name="scores">Who ranks.</param>
    /// <param name="pacer">Says when an answer is due.</param>
    /// <param name="scale">Between the device's time and the host's.</param>
    /// <param name="record">Where answers are recorded.</param>
    /// <param name="describe">What the stage serves.</param>
    /// <param name="clock">The host's monotonic clock; the pacer's.</param>
    public EmulatedStage(
        IReadOnlyDictionary<string, ServedModel> models, IScoreSource scores, IPacer pacer, TimeScale scale, AnswerRecord record, Func<StageDescription> describe, TimeProvider clock)
    {
        (_models, _scores, _pacer, _describe) = (models, scores, pacer, describe);
        (Scale, Record, Clock) = (scale, record, clock);
        Name = describe().Worker;
        Devices = [.. models.Values.Select(model => model.Device).Distinct()];
    }

    public string Name { get; }

    public IReadOnlyList<Device> Devices { get; }

    /// <summary>Each model and its device.</summary>
    public IEnumerable<(string Model, Device Device)> Assignments => _models.Select(model => (model.Key, model.Value.Device));

    public TimeScale Scale { get; }

    public AnswerRecord Record { get; }

    public TimeProvider Clock { get; }

    /// <inheritdoc/>
    public ValueTask<StageReply> RankAsync(StageRequest request, CancellationToken cancellationToken)
    {
        long arrival = Clock.GetTimestamp();
        if (!_models.TryGetValue(request.Model, out ServedModel? model))
            return Refuse(StageStatus.NotFound, $"model: \"{request.Model}\" is not served here; these are: {string.Join(", ", _models.Keys)}.");
        if (_scores.Refusal(request) is { } refusal)
            return new(refusal with { Worker = Name });
        if (model.TryServiceTicks(request.Candidates.Length, Math.Min(request.Keep, request.Candidates.Length), out long service) is { } problem)
            return Refuse(StageStatus.InvalidArgument, $"candidates: {problem}");
        if (request.Deadline.HasPassed(Clock))
            return Refuse(StageStatus.DeadlineExceeded, "The deadline had passed when the query came.");
        if (cancellationToken.IsCancellationRequested)
            return Refuse(StageStatus.Cancelled, "The caller cancelled.");
        if (!TryOpen())
            return Refuse(StageStatus.Unavailable, "The emulator is draining.");
        long deadline = DeadlineTimestamp(request);
        if (model.Device.TryPlace(ref arrival, service, deadline, out Placement placement))
            return Accept(request, model.Device, arrival, placement, deadline, cancellationToken);
        Closed();
        return Refuse(StageStatus.ResourceExhausted, $"The queue of {model.Device.Name} is full: {model.Device.QueueCapacity} queries wait for a unit.");
    }

    public ValueTask<StageDescription> DescribeAsync(CancellationToken cancellationToken) => new(Describe());

    /// <summary>What it serves.</summary>
    public StageDescription Describe() => _describe();

    /// <summary>From now on queries are refused as Unavailable; accepted ones are answered when they are due.</summary>
    public void BeginDrain()
    {
        _draining = true;
        if (Volatile.Read(ref _open) == 0)
            _drained.TrySetResult();
    }

    /// <summary>Drains: accepted queries are answered when due, those not due within the host's drain limit as Unavailable.</summary>
    public ValueTask DisposeAsync() => DrainAsync(ServiceDefaults.HostExtensions.DrainTimeout);

    internal async ValueTask DrainAsync(TimeSpan limit)
    {
        BeginDrain();
        try
        {
            await _drained.Task.WaitAsync(limit, Clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            foreach (EmulatedJob job in _jobs)
                job.Answer(StageStatus.Unavailable, "The emulator stopped before the modelled device was done.");
        }
    }

    internal void Return(EmulatedJob job) => _idleJobs.Enqueue(job);

    /// <summary>A query has its answer, or was refused.</summary>
    internal void Closed()
    {
        if (Interlocked.Decrement(ref _open) == 0 && _draining)
            _drained.TrySetResult();
    }

    /// <returns>False when draining. Counts first and looks then, so that a drain misses no query.</returns>
    private bool TryOpen()
    {
        Interlocked.Increment(ref _open);
        if (!_draining)
            return true;
        Closed();
        return false;
    }

    private ValueTask<StageReply> Accept(
        in StageRequest request, Device device, long arrival, in Placement placement, long deadline, CancellationToken cancellationToken)
    {
        if (!_idleJobs.TryDequeue(out EmulatedJob? job))
            _jobs.Add(job = new EmulatedJob(this));
        ValueTask<StageReply> reply = job.Prepare(device.Name, arrival, placement, deadline);
        job.WatchFor(cancellationToken);
        _pacer.Add(placement.Due, job);
        job.Rank(_scores, request, cancellationToken);
        return reply;
    }

    private long DeadlineTimestamp(in StageRequest request) => request.Deadline.IsNone
        ? long.MaxValue
        : Clock.GetTimestamp() + (long)(request.Deadline.Remaining(Clock).TotalSeconds * Clock.TimestampFrequency);

    private ValueTask<StageReply> Refuse(StageStatus status, string detail) => new(StageReply.Failed(status, detail, Name));
}
