namespace RecPipe.Simulation.Pipelines;

/// <summary>A query under way. Reused; its epoch goes on counting, so that whatever still points to an earlier use finds out.</summary>
internal struct QuerySlot
{
    public double Arrival;
    public int Stage;
    public int Epoch;

    /// <summary>Jobs of the present stage that may still answer.</summary>
    public int Outstanding;

    public int Attempts;
    public int LastWorker;
    public bool Recorded;
    public int NextFree;
}

/// <summary>A query's work for one worker.</summary>
internal struct JobSlot
{
    public int Query;
    public int Epoch;
    public int Worker;
    public int PartsLeft;
    public double Queued;
    public int NextFree;
}

/// <summary>A worker: some engines and a queue of jobs, a ring that grows up to the queue's capacity.</summary>
internal struct WorkerSlot
{
    public int[] Ring;
    public int Head;
    public int Waiting;
    public int Busy;
    public int Engines;

    /// <summary>Jobs on it, waiting, running or on their way.</summary>
    public int Load;

    public void Push(int job)
    {
        if (Waiting == Ring.Length)
            Grow();
        Ring[(Head + Waiting++) & (Ring.Length - 1)] = job;
    }

    public int Pop()
    {
        int job = Ring[Head];
        Head = (Head + 1) & (Ring.Length - 1);
        Waiting--;
        return job;
    }

    private void Grow()
    {
        int[] larger = new int[2 * Ring.Length];
        for (int i = 0; i < Waiting; i++)
            larger[i] = Ring[(Head + i) & (Ring.Length - 1)];
        (Ring, Head) = (larger, 0);
    }
}
