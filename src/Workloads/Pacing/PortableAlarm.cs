using System.Diagnostics;

namespace RecPipe.Workloads.Pacing;

/// <summary>Sleeps whole milliseconds, less one: the portable timer knows no finer.</summary>
internal sealed class PortableAlarm : IAlarm
{
    private readonly AutoResetEvent _woken = new(false);

    public void SleepUntil(long timestamp)
    {
        if (timestamp == long.MaxValue)
        {
            _woken.WaitOne();
            return;
        }
        double milliseconds = Math.Floor((timestamp - Stopwatch.GetTimestamp()) * 1000.0 / Stopwatch.Frequency) - 1;
        if (milliseconds >= 1)
            _woken.WaitOne((int)Math.Min(milliseconds, int.MaxValue));
    }

    public void Wake() => _woken.Set();

    public void Dispose() => _woken.Dispose();
}
