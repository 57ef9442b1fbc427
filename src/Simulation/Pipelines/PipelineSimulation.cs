using System.Runtime.CompilerServices;
using RecPipe.Ranking.Randomness;
using RecPipe.Simulation.Events;
using RecPipe.Simulation.ServiceTimes;
using RecPipe.Simulation.Statistics;
using RecPipe.Workloads.Arrivals;

namespace RecPipe.Simulation.Pipelines;

/// <summary>
/// One run of a pipeline in virtual time: queries arrive, are dispatched to workers, split over idle engines, wait, are
/// served, joined, hedged, refused or given up as the gateway and its workers do. The same seed gives the same run to the
/// bit. Once its pools have grown to the most there is at a time, it allocates nothing. Not safe for concurrent use.
/// </summary>
/// <remarks>
/// A deadline is not an event: a job whose query is late is dropped when an engine would take it, as a worker does, and a
/// query that completes late was answered at its deadline. Until then its call counts in the worker's load, which a gateway would
/// have taken back at the deadline; circuit breakers are left out. A stage's service time is drawn as the engine starts, knowing how
/// many engines of its host are busy then.
/// </remarks>
public sealed partial class PipelineSimulation
{
    private readonly SimulatedPipeline _pipeline;
    private readonly StageState[] _stages;
    private readonly WorkerSlot[] _workers;

    /// <summary>Calls to each worker that the gateway still waits for: apart from the rest, because all of a stage's are looked through for the least.</summary>
    private readonly int[] _loads;

    private readonly int[] _busyOnHost;
    private readonly SharedCores?[] _shared;
    private readonly EventQueue _events = new();
    private readonly LogHistogram _latency = new();
    private QuerySlot[] _queries = new QuerySlot[64];
    private JobSlot[] _jobs = new JobSlot[64];
    private int _freeQuery = -1, _queriesUsed;
    private int _freeJob = -1, _jobsUsed;
    private Xoshiro256 _random;
    private double _now;
    private double _latencySum;
    private long _answered, _degraded, _shed, _late, _finished, _happened;

    /// <exception cref="ArgumentException">The pipeline makes no sense: no stages, no engines, negative times.</exception>
    public PipelineSimulation(SimulatedPipeline pipeline)
    {
        ArgumentOutOfRangeException.ThrowIfZero(pipeline.Stages.Count);
        foreach (SimulatedStage stage in pipeline.Stages)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(stage.Workers, 1);
            ArgumentOutOfRangeException.ThrowIfLessThan(stage.Engines, 1);
            ArgumentOutOfRangeException.ThrowIfLessThan(stage.Items, 1);
            ArgumentOutOfRangeException.ThrowIfNegative(stage.QueueCapacity);
            ArgumentOutOfRangeException.ThrowIfNegative(stage.Host);
        }
        _pipeline = pipeline;
        _stages = new StageState[pipeline.Stages.Count];
        _busyOnHost = new int[pipeline.Stages.Max(stage => stage.Host) + 1];
        _shared = ShareOut(pipeline, _busyOnHost.Length);
        List<WorkerSlot> workers = [];
        for (int s = 0; s < _stages.Length; s++)
        {
            SimulatedStage stage = pipeline.Stages[s];
            if (stage.WorkersOf is { } owner)
            {
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)owner, (uint)s);
                SimulatedStage other = pipeline.Stages[owner];
                _stages[s] = new(stage with { Workers = other.Workers, Engines = other.Engines, QueueCapacity = other.QueueCapacity, Host = other.Host }, _stages[owner].FirstWorker, kind: s + 1);
                continue;
            }
            _stages[s] = new(stage, workers.Count, kind: s + 1);
            bool rests = pipeline.Stages.Where((other, i) => i == s || other.WorkersOf == s).Any(sharing => sharing is { Rested: not null, RestSeconds: > 0 });
            for (int w = 0; w < stage.Workers; w++)
                workers.Add(new() { Ring = new int[16], Engines = stage.Engines, IdleSince = rests ? new double[stage.Engines] : null });
        }
        _workers = [.. workers];
        _loads = new int[_workers.Length];
    }

    /// <summary>Runs from an empty pipeline.</summary>
    /// <param name="arrivals">When queries come; fresh, and endless unless only so many are meant to come.</param>
    /// <param name="queries">Queries that count.</param>
    /// <param name="warmUp">Queries before them that do not.</param>
    /// <param name="seed">Of service times and choices, apart from the arrivals'.</param>
    /// <param name="cancellationToken">Looked at now and then.</param>
    public PipelineStatistics Run(IArrivalProcess arrivals, long queries, long warmUp, ulong seed, CancellationToken cancellationToken = default)
    {
        Reset(seed);
        long arrived = 0, last = warmUp + queries;
        double nextArrival = arrivals.Next(), began = 0;
        while (_finished < queries)
        {
            double nextEvent = _events.NextTime;
            if (nextEvent <= nextArrival)
            {
                if (double.IsPositiveInfinity(nextEvent))
                    break;
                Happen(_events.Take());
                continue;
            }
            _now = nextArrival;
            if (arrived == warmUp)
                began = StartCounting();
            Arrive(arrived >= warmUp && arrived < last);
            if ((++arrived & 0xFFFF) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            nextArrival = arrivals.Next();
        }
        return Summarize(_now - began);
    }

    private void Reset(ulong seed)
    {
        _random = new(seed);
        _events.Clear();
        (_freeQuery, _queriesUsed, _freeJob, _jobsUsed) = (-1, 0, -1, 0);
        Array.Clear(_busyOnHost);
        foreach (ref WorkerSlot worker in _workers.AsSpan())
            worker.Forget();
        Array.Clear(_loads);
        foreach (StageState stage in _stages)
            stage.Turn = 0;
        foreach (SharedCores? cores in _shared)
            cores?.Clear();
        (_now, _happened) = (0, 0);
        StartCounting();
    }

    private double StartCounting()
    {
        foreach (StageState stage in _stages)
            stage.Forget();
        _latency.Clear();
        (_latencySum, _answered, _degraded, _shed, _late, _finished) = (0, 0, 0, 0, 0, 0);
        return _now;
    }

    private PipelineStatistics Summarize(double seconds)
    {
        return new()
        {
            Latency = _latency.ToCompact(),
            MeanLatency = _answered == 0 ? 0 : _latencySum / _answered,
            Throughput = _answered / seconds,
            Answered = _answered,
            Degraded = _degraded,
            Shed = _shed,
            Late = _late,
            Stages = [.. _stages.Select(stage => stage.Summarize(seconds))],
            Events = _happened,
        };
    }

    private void Happen(Event happening)
    {
        _now = happening.Time;
        _happened++;
        switch (happening.Kind)
        {
            case EventKind.EngineFinished:
                FinishPart(happening.Index);
                break;
            case EventKind.Entered:
                BeginStage(happening.Index, 0);
                break;
            case EventKind.JobArrived:
                Enqueue(happening.Index);
                break;
            case EventKind.ReplyArrived:
                Reply(happening.Index);
                break;
            case EventKind.RefusalArrived:
                Refuse(happening.Index);
                break;
            case EventKind.HedgeDue:
                Hedge(happening.Index, happening.Epoch);
                break;
            case EventKind.SharedFinished:
                _happened--; // it counts when a task is over, as what comes of that
                FinishShared(happening.Index, happening.Epoch);
                break;
            default:
                Finish(happening.Index);
                break;
        }
    }

    private void Arrive(bool recorded)
    {
        _happened++;
        int query = RentQuery();
        ref QuerySlot slot = ref _queries[query];
        slot.Arrival = _now;
        slot.Recorded = recorded;
        slot.Stage = -1;
        if (_pipeline.Entry is { } entry)
            Work(entry, EventKind.Entered, query, slot.Epoch);
        else
            BeginStage(query, 0);
    }

    private void BeginStage(int query, int stage)
    {
        ref QuerySlot slot = ref _queries[query];
        StageState state = _stages[stage];
        if (stage == 0)
            slot.Deadline = _now + _pipeline.Deadline;
        slot.Until = Math.Min(slot.Deadline, _now + state.Budget);
        slot.Stage = stage;
        slot.Epoch++;
        slot.Outstanding = 0;
        slot.Attempts = 0;
        if (state.HedgeAfter < double.PositiveInfinity && state.Workers > 1)
            _events.Add(new(_now + state.HedgeAfter, EventKind.HedgeDue, query, slot.Epoch));
        Dispatch(query, state, other: false);
    }

    private void Dispatch(int query, StageState stage, bool other)
    {
        ref QuerySlot slot = ref _queries[query];
        int worker = other ? LeastLoaded(stage, except: slot.LastWorker) : Choose(stage);
        slot.FirstWorker = other ? slot.LastWorker : worker;
        slot.LastWorker = worker;
        slot.Outstanding++;
        slot.Attempts++;
        int job = RentJob();
        ref JobSlot work = ref _jobs[job];
        (work.Query, work.Epoch, work.Stage, work.Worker, work.Until) = (query, slot.Epoch, slot.Stage, worker, slot.Until);
        _loads[worker]++;
        if (stage.Request is { } hop)
            _events.Add(new(_now + hop.Sample(stage.Items, 1, ref _random), EventKind.JobArrived, job, 0));
        else
            Enqueue(job);
    }

    private void Enqueue(int job)
    {
        ref JobSlot work = ref _jobs[job];
        ref WorkerSlot worker = ref _workers[work.Worker];
        StageState stage = _stages[work.Stage];
        work.Queued = _now;
        if (_now >= work.Until || _queries[work.Query].Epoch != work.Epoch)
        {
            Drop(job);
            return;
        }
        int idle = worker.Engines - worker.Busy;
        if (idle > 0)
        {
            stage.Started++;
            StartParts(job, ref work, ref worker, stage, isWoken: true, Math.Clamp(stage.SubBatchRows == 0 ? 1 : stage.Items / stage.SubBatchRows, 1, idle));
        }
        else if (worker.Waiting < stage.QueueCapacity)
        {
            worker.Push(job);
        }
        else
        {
            stage.Refused++;
            if (stage.Reply is { } hop)
                _events.Add(new(_now + hop.Sample(stage.Items, 1, ref _random), EventKind.RefusalArrived, job, 0));
            else
                Refuse(job);
        }
    }

    private void StartParts(int job, ref JobSlot work, ref WorkerSlot worker, StageState stage, bool isWoken, int parts)
    {
        work.PartsLeft = parts;
        worker.Busy += parts;
        int busy = _busyOnHost[stage.Host] += parts;
        for (int part = 0; part < parts; part++)
        {
            int items = (int)((long)stage.Items * (part + 1) / parts - (long)stage.Items * part / parts);
            ServiceTime service = isWoken ? stage.After(worker.Wake(_now), ref _random) : stage.Service;
            _happened++;
            if (_shared[stage.Host] is { } cores)
            {
                Share(stage.Host, cores, stage.Kind, service.Sample(items, 1, ref _random), EventKind.EngineFinished, job, 0);
                continue;
            }
            double seconds = service.Sample(items, busy, ref _random);
            stage.BusySeconds += seconds;
            _events.Add(new(_now + seconds, EventKind.EngineFinished, job, 0));
        }
    }

    private void FinishPart(int job)
    {
        ref JobSlot work = ref _jobs[job];
        ref WorkerSlot worker = ref _workers[work.Worker];
        StageState stage = _stages[work.Stage];
        worker.Busy--;
        _busyOnHost[stage.Host]--;
        bool complete = --work.PartsLeft == 0;
        TakeNext(ref worker);
        if (!complete)
            return;
        if (stage.Reply is { } hop)
            _events.Add(new(_now + hop.Sample(stage.Items, 1, ref _random), EventKind.ReplyArrived, job, 0));
        else
            Reply(job);
    }

    /// <summary>An engine is idle: it takes the first job whose turn is not in vain.</summary>
    private void TakeNext(ref WorkerSlot worker)
    {
        while (worker.Waiting > 0)
        {
            int job = worker.Pop();
            ref JobSlot work = ref _jobs[job];
            StageState stage = _stages[work.Stage];
            if (_now < work.Until && (_queries[work.Query].Epoch == work.Epoch || stage.RunsAbandoned))
            {
                stage.WaitSeconds += _now - work.Queued;
                stage.Started++;
                StartParts(job, ref work, ref worker, stage, isWoken: false, 1);
                return;
            }
            Drop(job);
        }
        worker.Rest(_now);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Drop(int job)
    {
        int query = Hear(job);
        if (query >= 0)
            Fail(query, Ending.Late);
    }
}
