namespace RecPipe.Gateway.Workers;

/// <summary>The interchangeable workers of a stage; picks the one with the fewest outstanding calls, ties in turn.</summary>
internal sealed class WorkerSet(IReadOnlyList<Worker> workers)
{
    private Worker[] _workers = [.. workers];
    private int _turn = -1;

    public IReadOnlyList<Worker> Workers => Volatile.Read(ref _workers);

    public void Replace(IReadOnlyList<Worker> workers) => Volatile.Write(ref _workers, [.. workers]);

    /// <summary>Reserves a call at a worker. Null when every worker has been asked or has an open circuit.</summary>
    public Worker? Pick(StageCall call)
    {
        Worker[] workers = Volatile.Read(ref _workers);
        if (workers.Length == 0)
            return null;
        int start = (int)((uint)Interlocked.Increment(ref _turn) % (uint)workers.Length);
        while (LeastLoaded(workers, start, call, out int outstanding) is { } worker)
        {
            if (worker.TryReserve(outstanding))
                return worker;
        }
        return null;
    }

    public bool HasAnother(StageCall call)
    {
        foreach (Worker worker in Volatile.Read(ref _workers))
        {
            if (worker.MayBeCalled && !call.HasAsked(worker))
                return true;
        }
        return false;
    }

    private static Worker? LeastLoaded(Worker[] workers, int start, StageCall call, out int least)
    {
        Worker? best = null;
        least = int.MaxValue;
        for (int i = 0; i < workers.Length; i++)
        {
            Worker worker = workers[(start + i) % workers.Length];
            int outstanding = worker.Outstanding;
            if (outstanding < least && worker.MayBeCalled && !call.HasAsked(worker))
                (best, least) = (worker, outstanding);
        }
        return best;
    }
}
