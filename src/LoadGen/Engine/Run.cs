using System.Collections.Concurrent;
using RecPipe.LoadGen.Pacing;
using RecPipe.LoadGen.Scenarios;

namespace RecPipe.LoadGen.Engine;

/// <summary>The state of one open-loop run that the dispatcher and the queries in flight share.</summary>
internal sealed class Run
{
    private readonly IPacer _pacer;
    private readonly QuerySlot[] _slots;
    private readonly ConcurrentQueue<QuerySlot> _free;
    private readonly int _maxInFlight;
    private int _inFlight;
    private long _nextMeasured, _nextWarmUp;

    /// <param name="scenario">What is asked.</param>
    /// <param name="recorder">Receives what happens.</param>
    /// <param name="time">The run's clock.</param>
    /// <param name="pacer">Starts the queries.</param>
    /// <param name="copies">Closed-loop copies of all phases: they have slots beside the workload's bound on open-loop queries.</param>
    /// <param name="cancellation">See <see cref="Cancellation"/>.</param>
    public Run(Scenario scenario, RunRecorder recorder, TimeProvider time, IPacer pacer, int copies, CancellationToken cancellation)
    {
        Scenario = scenario;
        Recorder = recorder;
        Time = time;
        Cancellation = cancellation;
        _pacer = pacer;
        _maxInFlight = Math.Max(1, scenario.Part.ShareOf(scenario.Workload.MaxInFlight));
        _slots = [.. Enumerable.Range(0, _maxInFlight + copies).Select(_ => new QuerySlot(this))];
        _free = new(_slots);
    }

    public Scenario Scenario { get; }

    public RunRecorder Recorder { get; }

    public TimeProvider Time { get; }

    /// <summary>Cancelled when the run stops waiting for answers.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>True once every query has had its time: what is cancelled from then on missed its deadline.</summary>
    public bool GaveUp { get; set; }

    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Starts a query, or counts it as overflow when the workload's bound is in flight.</summary>
    public void Fire(long intended, bool measured, long repeatUntil = 0)
    {
        if (measured)
            Recorder.Arrived();
        long query = NextQuery(measured);
        bool full = repeatUntil == 0 && InFlight >= _maxInFlight;
        if (full || !_free.TryDequeue(out QuerySlot? slot))
        {
            if (measured)
                Recorder.Overflowed(intended);
            return;
        }
        Interlocked.Increment(ref _inFlight);
        slot.Prepare(query, intended, measured, repeatUntil);
        _pacer.Start(slot);
    }

    /// <summary>A slot's query has ended and is recorded: a closed-loop copy asks the next, others become free.</summary>
    public void Ended(QuerySlot slot, bool measured)
    {
        long now;
        if (slot.RepeatUntil != 0 && !Cancellation.IsCancellationRequested && (now = Time.GetTimestamp()) < Math.Min(slot.RepeatUntil, StopRepeating))
        {
            if (measured)
                Recorder.Arrived();
            slot.Prepare(NextQuery(measured), now, measured, slot.RepeatUntil);
            _pacer.Start(slot);
            return;
        }
        _free.Enqueue(slot);
        Interlocked.Decrement(ref _inFlight);
    }

    /// <summary>Timestamp after which closed-loop copies stop; set early to interrupt them.</summary>
    public long StopRepeating { get; set; } = long.MaxValue;

    /// <summary>Counts every query that is still in flight as unanswered.</summary>
    public void AbandonRest()
    {
        SpinWait spin = default;
        do
        {
            foreach (QuerySlot slot in _slots.Where(slot => slot.Abandon()))
                Recorder.Unanswered(slot.Intended);
            spin.SpinOnce();
        }
        while (InFlight > 0); // a query that is being recorded just now
    }

    /// <returns><paramref name="measured"/>.</returns>
    public bool Abandoned(bool measured)
    {
        Interlocked.Decrement(ref _inFlight);
        return measured;
    }

    private long NextQuery(bool measured) => measured
        ? Scenario.Part.Query(Interlocked.Increment(ref _nextMeasured) - 1)
        : -1 - Scenario.Part.Query(Interlocked.Increment(ref _nextWarmUp) - 1);
}
