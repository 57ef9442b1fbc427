using System.Diagnostics;
using RecPipe.Workloads.Pacing;

namespace RecPipe.AccelEmulator.Pacing;

/// <summary>
/// All due times of a host on one thread, which sleeps until the earliest and is woken when an earlier one is added. Due times
/// are absolute: an answer that leaves late delays none after it.
/// </summary>
internal sealed class WallPacer : IPacer, IDisposable
{
    private readonly object _gate = new();
    private readonly PriorityQueue<EmulatedJob, (long Due, long Order)> _jobs = new(initialCapacity: 1024);
    private readonly WakeableTimer _timer = new();
    private readonly Thread _thread;
    private long _earliest = long.MaxValue;
    private long _order;
    private bool _stopped;

    public WallPacer()
    {
        _thread = new Thread(Work) { IsBackground = true, Name = "emulator pacer" };
        _thread.Start();
    }

    public void Add(long due, EmulatedJob job)
    {
        bool isEarliest;
        lock (_gate)
        {
            _jobs.Enqueue(job, (due, _order++));
            isEarliest = due < _earliest;
            if (isEarliest)
                _earliest = due;
        }
        if (isEarliest)
            _timer.Wake();
    }

    /// <summary>Whatever is not due yet never will be: the owner has answered it.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _stopped, true);
        _timer.Wake();
        _thread.Join();
        _timer.Dispose();
    }

    private void Work()
    {
        PreciseTimer.PrepareThread();
        while (!Volatile.Read(ref _stopped))
        {
            if (!_timer.WaitUntil(Volatile.Read(ref _earliest)))
                continue;
            while (TakeDue() is { } job)
                job.FallDue();
        }
    }

    private EmulatedJob? TakeDue()
    {
        lock (_gate)
        {
            if (_earliest > Stopwatch.GetTimestamp())
                return null;
            EmulatedJob job = _jobs.Dequeue();
            _earliest = _jobs.TryPeek(out _, out (long Due, long Order) next) ? next.Due : long.MaxValue;
            return job;
        }
    }
}
