using System.Diagnostics;
using RecPipe.Workloads.Arrivals;
using RecPipe.Workloads.Pacing;

namespace RecPipe.Bench.Emulator;

/// <summary>The emulator's timer alone on a thread, waiting for times like those of answers and doing nothing then: what the machine allows.</summary>
internal sealed class BareTimer : IDisposable
{
    private readonly List<long> _errors = [];
    private readonly Thread _thread;
    private volatile bool _stopped;

    public BareTimer(double rate, ulong seed)
    {
        _thread = new Thread(() => Work(new PoissonArrivals(rate, seed))) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Stops it.</summary>
    /// <returns>How late each wait ended, ticks.</returns>
    public long[] Errors()
    {
        Dispose();
        return [.. _errors];
    }

    public void Dispose()
    {
        _stopped = true;
        _thread.Join();
    }

    private void Work(PoissonArrivals times)
    {
        PreciseTimer.PrepareThread();
        using WakeableTimer timer = new();
        long start = Stopwatch.GetTimestamp();
        while (!_stopped)
        {
            long due = start + (long)(times.Next() * Stopwatch.Frequency);
            if (due < Stopwatch.GetTimestamp())
                continue; // it fell due while the one before was handled
            timer.WaitUntil(due);
            _errors.Add(Stopwatch.GetTimestamp() - due);
        }
    }
}
