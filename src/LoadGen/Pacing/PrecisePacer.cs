using System.Diagnostics;

namespace RecPipe.LoadGen.Pacing;

/// <summary>
/// Sleeps until shortly before the time, then spins. The spin takes at most an eighth of each wait and never more than 80 us,
/// so that the generator leaves the processor to what it measures. Queries start on the thread pool: one that blocks cannot
/// hold up the arrivals behind it.
/// </summary>
internal sealed class PrecisePacer : IPacer
{
    private const double LongestSpinSeconds = 80e-6;
    private static readonly long s_longestSpin = (long)(LongestSpinSeconds * Stopwatch.Frequency);
    private static readonly bool s_linux = OperatingSystem.IsLinux() && Stopwatch.Frequency == 1_000_000_000;

    public void Prepare()
    {
        if (s_linux)
            LinuxTimer.PrepareThread();
    }

    public void WaitUntil(long timestamp)
    {
        long remaining = timestamp - Stopwatch.GetTimestamp();
        if (remaining <= 0)
            return;
        long spin = Math.Min(s_longestSpin, remaining / 8);
        if (s_linux)
            LinuxTimer.SleepUntil(timestamp - spin);
        else
            PortableSleep(remaining);
        while (Stopwatch.GetTimestamp() < timestamp)
            Thread.SpinWait(8);
    }

    /// <summary>Whole milliseconds, less one: the portable timer knows no finer.</summary>
    private static void PortableSleep(long remaining)
    {
        double milliseconds = Math.Floor(remaining * 1000.0 / Stopwatch.Frequency) - 1;
        if (milliseconds >= 1)
            CancellationToken.None.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(milliseconds));
    }

    public void Start(IThreadPoolWorkItem query) => ThreadPool.UnsafeQueueUserWorkItem(query, preferLocal: false);
}
