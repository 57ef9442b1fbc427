namespace RecPipe.Tests;

/// <summary>What code allocates once it is warm.</summary>
internal static class Allocations
{
    private const int Rounds = 5;

    /// <summary>
    /// Bytes the calling thread allocates in the work. The least of a few rounds: the runtime allocates on a thread of its choice when it
    /// compiles code anew, whereas an allocation of the code itself is there every time.
    /// </summary>
    public static long Of(Action work)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
