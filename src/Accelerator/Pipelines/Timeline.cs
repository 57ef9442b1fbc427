namespace RecPipe.Accelerator.Pipelines;

/// <summary>
/// What one resource of a device (an array, the DRAM channel, the host link) does when, in seconds. A task takes the first gap
/// that is long enough, so a later query may fill time that an earlier one leaves: first come, first served among those that fit.
/// </summary>
internal sealed class Timeline
{
    private readonly List<(double Start, double End)> _busy = [];

    /// <summary>Seconds in use so far.</summary>
    public double Busy { get; private set; }

    /// <summary>When a task could start.</summary>
    /// <param name="ready">Not before.</param>
    /// <param name="duration">Seconds without interruption; a task of 0 starts at once.</param>
    public double FirstGap(double ready, double duration)
    {
        if (duration <= 0)
            return ready;
        double start = ready;
        for (int next = FirstEndingAfter(ready); next < _busy.Count && _busy[next].Start < start + duration; next++)
            start = Math.Max(start, _busy[next].End);
        return start;
    }

    /// <summary>Gives a task a gap that <see cref="FirstGap"/> found.</summary>
    /// <returns>When the task ends.</returns>
    public double Take(double start, double duration)
    {
        if (duration > 0)
        {
            _busy.Insert(FirstEndingAfter(start), (start, start + duration));
            Busy += duration;
        }
        return start + duration;
    }

    /// <summary>Gives a task the first gap.</summary>
    /// <returns>When it ends.</returns>
    public double Reserve(double ready, double duration) => Take(FirstGap(ready, duration), duration);

    /// <summary>Forgets what ended before a time; nothing may be reserved before it any more.</summary>
    public void Forget(double before)
    {
        int keep = FirstEndingAfter(before);
        if (keep > 64)
            _busy.RemoveRange(0, keep);
    }

    private int FirstEndingAfter(double time)
    {
        int low = 0, high = _busy.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_busy[middle].End <= time)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
