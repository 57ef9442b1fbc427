using System.Runtime.InteropServices;

namespace RecPipe.Workloads.Pacing;

/// <summary>Sleeping with less than the 50 us that Linux adds by default.</summary>
internal static partial class LinuxTimer
{
    private const int ClockMonotonic = 1, AbsoluteTime = 1, Interrupted = 4, SetTimerSlack = 29, PriorityOfProcess = 0, Eager = -10;
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>For the calling thread: timers fire within 1 ns of their time, and it is scheduled early where that is permitted.</summary>
    public static void PrepareThread()
    {
        _ = Control(SetTimerSlack, 1, 0, 0, 0);
        _ = SetPriority(PriorityOfProcess, 0, Eager);
    }

    /// <param name="timestamp">Nanoseconds on CLOCK_MONOTONIC, which is what Stopwatch reads.</param>
    public static void SleepUntil(long timestamp)
    {
        TimeSpecification until = new(timestamp / NanosecondsPerSecond, timestamp % NanosecondsPerSecond);
        while (ClockNanosleep(ClockMonotonic, AbsoluteTime, in until, 0) == Interrupted)
        {
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    private static partial int ClockNanosleep(int clock, int flags, in TimeSpecification until, nint remaining);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint arg2, nuint arg3, nuint arg4, nuint arg5);

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, uint who, int priority);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeSpecification(long seconds, long nanoseconds)
    {
        public readonly nint Seconds = (nint)seconds;
        public readonly nint Nanoseconds = (nint)nanoseconds;
    }
}
