namespace RecPipe.Simulation.Pipelines;

/// <summary>A query under way. Reused; its epoch goes on counting, so that whatever still points to an earlier use finds out.</summary>
internal struct QuerySlot
{
    public double Arrival;

    /// <summary>When the answer so far is given.</summary>
    public double Deadline;

    /// <summary>When the present stage is given up, at the deadline or before.</summary>
    public double Until;

    /// <summary>Seconds between the moment it was answered and the one at which that was found out.</summary>
    public double Overdue;

    public int Stage;
    public int Epoch;

    /// <summary>Jobs of the present stage that may still answer.</summary>
    public int Outstanding;

    public int Attempts;
    public int FirstWorker;
    public int LastWorker;
    public Ending Ending;
    public bool Recorded;
    public int NextFree;
}

/// <summary>What a query came to.</summary>
internal enum Ending : byte
{
    Answered,
    Degraded,
    Shed,
    Late,
}

/// <summary>A query's work for one worker, until the gateway hears of it.</summary>
internal struct JobSlot
{
    public int Query;
    public int Epoch;
    public int Stage;
    public int Worker;
    public int PartsLeft;
    public double Queued;

    /// <summary>The query's, when the job was sent.</summary>
    public double Until;

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

    /// <summary>Since when each idle engine is, a ring, the one idle longest first: that one is woken first. Null where it makes no difference.</summary>
    public double[]? IdleSince;

    public int LongestIdle;

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

    /// <summary>All engines are idle, and have been for ever.</summary>
    public void Forget()
    {
        (Head, Waiting, Busy, LongestIdle) = (0, 0, 0, 0);
        IdleSince?.AsSpan().Fill(double.NegativeInfinity);
    }

    /// <summary>One more engine than counted as busy is idle.</summary>
    public readonly void Rest(double now)
    {
        if (IdleSince is { } ring)
            ring[(LongestIdle + Engines - Busy - 1) % Engines] = now;
    }

    /// <summary>The engine that has been idle longest starts; it does not count as busy yet.</summary>
    /// <returns>How long it was, seconds.</returns>
    public double Wake(double now)
    {
        if (IdleSince is not { } ring)
            return double.PositiveInfinity;
        double idle = now - ring[LongestIdle];
        LongestIdle = LongestIdle + 1 == Engines ? 0 : LongestIdle + 1;
        return idle;
    }

    private void Grow()
    {
        int[] larger = new int[2 * Ring.Length];
        for (int i = 0; i < Waiting; i++)
            larger[i] = Ring[(Head + i) & (Ring.Length - 1)];
        (Ring, Head) = (larger, 0);
    }
}
