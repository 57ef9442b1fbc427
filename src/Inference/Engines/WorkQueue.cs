namespace RecPipe.Inference.Engines;

/// <summary>
/// The one bounded queue of a pool: first come, first served. It counts idle engines itself, under the same lock, so that
/// whether a query is refused or split never depends on how fast a woken thread gets going.
/// </summary>
/// <param name="capacity">Queries that may wait beyond those that idle engines are about to take.</param>
/// <param name="engines">Engines that will take work; all count as idle at first.</param>
internal sealed class WorkQueue(int capacity, int engines)
{
    private readonly object _gate = new();
    private readonly int _engines = engines;
    private readonly EngineWork[] _ring = new EngineWork[capacity + engines];
    private int _head;
    private int _count;
    private int _idle = engines;
    private bool _closed;

    /// <summary>Queries and parts that no idle engine is about to take.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return Math.Max(0, _count - _idle);
        }
    }

    /// <summary>Engines with work, taken or about to be.</summary>
    public int Busy
    {
        get
        {
            lock (_gate)
                return _engines - Math.Max(0, _idle - _count);
        }
    }

    /// <summary>Queues a query, split over the engines that are idle at this moment when it is long enough.</summary>
    /// <param name="job">The query.</param>
    /// <param name="subBatchRows">Fewest candidates of a part; 0 never splits.</param>
    public Admission Add(RankJob job, int subBatchRows)
    {
        lock (_gate)
        {
            if (_closed)
                return Admission.Draining;
            int unclaimed = _idle - _count;
            if (-unclaimed >= capacity)
                return Admission.Full;
            int parts = subBatchRows == 0 ? 1 : Math.Clamp(job.Candidates.Length / subBatchRows, 1, Math.Max(1, unclaimed));
            job.SplitInto(parts);
            for (int part = 0; part < parts; part++)
            {
                _ring[(_head + _count++) % _ring.Length] = new(job, part);
                Monitor.Pulse(_gate);
            }
            return Admission.Accepted;
        }
    }

    /// <summary>Waits for work; the engine counts as busy from then on.</summary>
    /// <returns>False when the queue is closed and empty.</returns>
    public bool TryTake(out EngineWork work)
    {
        lock (_gate)
        {
            while (_count == 0)
            {
                if (_closed)
                {
                    work = default;
                    return false;
                }
                Monitor.Wait(_gate);
            }
            work = _ring[_head];
            _ring[_head] = default;
            _head = (_head + 1) % _ring.Length;
            _count--;
            _idle--;
            return true;
        }
    }

    /// <summary>The calling engine is idle again. It says so before it answers, so that the next query finds it idle.</summary>
    public void Release()
    {
        lock (_gate)
            _idle++;
    }

    /// <summary>Refuses new queries; engines go on until the queue is empty.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Visits every query that no engine has taken; they stay queued.</summary>
    public void ForEachWaiting(Action<RankJob> visit)
    {
        lock (_gate)
        {
            for (int i = 0; i < _count; i++)
                visit(_ring[(_head + i) % _ring.Length].Job);
        }
    }
}
