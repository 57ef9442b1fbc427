using System.ComponentModel;
using System.Runtime.InteropServices;

namespace RecPipe.Workloads.Pacing;

/// <summary>
/// A timer and an event as file descriptors, waited for together. The timer takes an absolute time: a thread that loses the
/// processor between reading the clock and falling asleep oversleeps by nothing.
/// </summary>
internal sealed unsafe partial class LinuxAlarm : IAlarm
{
    private const int ClockMonotonic = 1, AbsoluteTime = 1, NonBlocking = 0x800, CloseOnExec = 0x80000;
    private const short Readable = 1;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly int _timer = Created(TimerCreate(ClockMonotonic, NonBlocking | CloseOnExec));
    private readonly int _event = Created(EventCreate(0, NonBlocking | CloseOnExec));

    public void SleepUntil(long timestamp)
    {
        TimerSetting setting = timestamp == long.MaxValue
            ? default // disarmed
            : new() { Seconds = (nint)(timestamp / NanosecondsPerSecond), Nanoseconds = (nint)(timestamp % NanosecondsPerSecond) };
        _ = TimerSet(_timer, AbsoluteTime, in setting, 0);
        Awaited* awaited = stackalloc Awaited[2];
        awaited[0] = new() { Descriptor = _timer, Events = Readable };
        awaited[1] = new() { Descriptor = _event, Events = Readable };
        _ = Poll(awaited, 2, -1); // interrupted by a signal: the caller looks at the clock anyway
        if ((awaited[1].Returned & Readable) != 0)
        {
            ulong wakes;
            _ = Read(_event, &wakes, sizeof(ulong));
        }
    }

    public void Wake()
    {
        ulong one = 1;
        _ = Write(_event, &one, sizeof(ulong));
    }

    public void Dispose()
    {
        _ = Close(_timer);
        _ = Close(_event);
    }

    private static int Created(int descriptor) => descriptor >= 0 ? descriptor : throw new Win32Exception(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "timerfd_create", SetLastError = true)]
    private static partial int TimerCreate(int clock, int flags);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventCreate(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "timerfd_settime")]
    private static partial int TimerSet(int descriptor, int flags, in TimerSetting setting, nint old);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(Awaited* awaited, nuint count, int timeoutMilliseconds);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int descriptor, ulong* buffer, nuint bytes);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int descriptor, ulong* buffer, nuint bytes);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    /// <summary>struct itimerspec: an interval, here always zero, then the first expiry.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct TimerSetting
    {
        public nint IntervalSeconds;
        public nint IntervalNanoseconds;
        public nint Seconds;
        public nint Nanoseconds;
    }

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Awaited
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
