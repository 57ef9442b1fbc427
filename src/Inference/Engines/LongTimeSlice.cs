using System.Runtime.InteropServices;

namespace RecPipe.Inference.Engines;

/// <summary>
/// Engines compute for milliseconds without a pause, while the threads that receive and answer queries need a core for
/// microseconds, now. Linux lets a waking thread interrupt one whose time slice is longer than its own (EEVDF, kernel 6.12
/// and later), so an engine asks for a long one. Its share of the processor stays the same.
/// </summary>
internal static partial class LongTimeSlice
{
    /// <summary>The default is about 3 ms, the most that can be had is 100 ms.</summary>
    private const ulong SliceNanoseconds = 50_000_000;

    private const long SchedSetAttrX64 = 314, SchedSetAttrArm64 = 274;
    private const int ThisThread = 0;

    /// <summary>For the calling thread. Where the kernel does not know this or refuses it, nothing changes.</summary>
    public static void Request()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture is not (Architecture.X64 or Architecture.Arm64))
            return;
        Attributes attributes = new() { Size = (uint)Marshal.SizeOf<Attributes>(), Runtime = SliceNanoseconds };
        _ = SystemCall(RuntimeInformation.ProcessArchitecture == Architecture.X64 ? SchedSetAttrX64 : SchedSetAttrArm64, ThisThread, in attributes, 0);
    }

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial long SystemCall(long number, int thread, in Attributes attributes, uint flags);

    /// <summary>struct sched_attr of sched_setattr(2), its first version: policy SCHED_OTHER, nice 0.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Attributes
    {
        public uint Size;
        public uint Policy;
        public ulong Flags;
        public int Nice;
        public uint Priority;
        public ulong Runtime;
        public ulong Deadline;
        public ulong Period;
    }
}
