using System.Diagnostics;

namespace RecPipe.Workloads.Pacing;

/// <summary>
/// Waits on the calling thread: sleeps until shortly before the time, then spins. The spin takes at most an eighth of each
/// wait and never more than 80 us, so that whoever keeps time leaves the processor to what it measures.
/// </summary>
public static class PreciseTimer
{
    private const double LongestSpinSeconds = 80e-6;
    private static readonly long s_longestSpin = (long)(LongestSpinSeconds * Stopwatch.Frequency);
    private static readonly bool s_linux = OperatingSystem.IsLinux() && Stopwatch.Frequency == 1_000_000_000;

    /// <summary>Called once on the thread that will wait: makes its sleeps exact where the system allows.</summary>
    public static void PrepareThread()
    {
        if (s_linux)
            LinuxTimer.PrepareThread();
    }

    /// <summary>Returns at the timestamp, or as soon after it as the machine allows.</summary>
    /// <param name="timestamp">As of <see cref="Stopwatch.GetTimestamp"/>.</param>
    public static void WaitUntil(long timestamp)
    {
        long remaining = timestamp - Stopwatch.GetTimestamp();
        if (remaining <= 0)
            return;
        if (s_linux)
            LinuxTimer.SleepUntil(timestamp - SpinBefore(remaining));
        else
            PortableSleep(remaining);
        while (Stopwatch.GetTimestamp() < timestamp)
            Thread.SpinWait(8);
    }

    internal static long SpinBefore(long remaining) => Math.Min(s_longestSpin, remaining / 8);

    /// <summary>Whole milliseconds, less one: the portable timer knows no finer.</summary>
    private static void PortableSleep(long remaining)
    {
        double milliseconds = Math.Floor(remaining * 1000.0 / Stopwatch.Frequency) - 1;
        if (milliseconds >= 1)
            CancellationToken.None.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(milliseconds));
    }
}
