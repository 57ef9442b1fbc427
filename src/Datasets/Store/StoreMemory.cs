using System.Runtime.InteropServices;

namespace RecPipe.Datasets.Store;

/// <summary>The one system call that .NET lacks for mapped files.</summary>
internal static unsafe partial class StoreMemory
{
    /// <param name="address">Start of the mapping, on a page boundary.</param>
    /// <param name="length">In bytes.</param>
    /// <param name="advice">A MADV_ constant.</param>
    /// <returns>0, or -1 where the kernel does not know the advice.</returns>
    [LibraryImport("libc", EntryPoint = "madvise")]
    public static partial int Advise(void* address, nuint length, int advice);
}
