using RecPipe.Workloads.Pacing;

namespace RecPipe.LoadGen.Pacing;

/// <summary>Wall-clock time. Queries start on the thread pool: one that blocks cannot hold up the arrivals behind it.</summary>
internal sealed class PrecisePacer : IPacer
{
    public void Prepare() => PreciseTimer.PrepareThread();

    public void WaitUntil(long timestamp) => PreciseTimer.WaitUntil(timestamp);

    public void Start(IThreadPoolWorkItem query) => ThreadPool.UnsafeQueueUserWorkItem(query, preferLocal: false);
}
