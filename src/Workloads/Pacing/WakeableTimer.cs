using System.Diagnostics;

namespace RecPipe.Workloads.Pacing;

/// <summary>
/// Waits on one thread as <see cref="PreciseTimer"/> does (sleep, then a short spin), and lets any other thread end the wait:
/// for schedules to which something earlier may be added. Call <see cref="PreciseTimer.PrepareThread"/> on the waiting thread.
/// </summary>
public sealed class WakeableTimer : IDisposable
{
    private readonly IAlarm _alarm;
    private int _woken;

    public WakeableTimer()
        : this(portable: !OperatingSystem.IsLinux() || Stopwatch.Frequency != 1_000_000_000)
    {
    }

    internal WakeableTimer(bool portable) => _alarm = portable ? new PortableAlarm() : new LinuxAlarm();

    /// <summary>Returns at the timestamp, or as soon after it as the machine allows, or when woken. A wake that nobody waited for yet ends the next wait.</summary>
    /// <param name="timestamp">As of <see cref="Stopwatch.GetTimestamp"/>; <see cref="long.MaxValue"/> waits until woken.</param>
    /// <returns>False when woken before the timestamp.</returns>
    public bool WaitUntil(long timestamp)
    {
        long spinFrom = timestamp == long.MaxValue ? timestamp : timestamp - PreciseTimer.SpinBefore(timestamp - Stopwatch.GetTimestamp());
        while (Volatile.Read(ref _woken) == 0)
        {
            long now = Stopwatch.GetTimestamp();
            if (now >= timestamp)
                return true;
            if (now < spinFrom)
                _alarm.SleepUntil(spinFrom); // a signal may end it early
            else
                Thread.SpinWait(8);
        }
        Interlocked.Exchange(ref _woken, 0); // a full fence: what the waker changed before is seen by who waits again
        return Stopwatch.GetTimestamp() >= timestamp;
    }

    /// <summary>Ends the wait under way, or the next one. May be called from any thread.</summary>
    public void Wake()
    {
        Interlocked.Exchange(ref _woken, 1);
        _alarm.Wake();
    }

    public void Dispose() => _alarm.Dispose();
}
