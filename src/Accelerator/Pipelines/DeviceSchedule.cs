namespace RecPipe.Accelerator.Pipelines;

/// <summary>
/// Runs queries through the stages of one device, sub-batch by sub-batch, each resource doing one thing at a time. Stages that
/// share an array take turns; a stage starts on a sub-batch once the stage before has filtered it. Without prefetch a stage keeps its array from the first byte of a sub-batch to
/// its last score; with it, the rows of the next sub-batch are gathered while the array computes.
/// </summary>
internal sealed class DeviceSchedule
{
    /// <summary>Seconds; far below a cycle, far above what adding doubles loses.</summary>
    private const double Rounding = 1e-12;

    private readonly SubBatchCost[] _stages;
    private readonly int _subBatches;
    private readonly bool _prefetch;
    private readonly Timeline _in = new(), _out = new(), _dram = new();
    private readonly Timeline[] _arrays;
    private readonly double[] _filtered;

    /// <param name="stages">One sub-batch of each stage.</param>
    /// <param name="sharedArray">True: one array for all stages; false: each has its own.</param>
    /// <param name="subBatches">Sub-batches a query.</param>
    /// <param name="prefetch">Gather ahead of the array.</param>
    public DeviceSchedule(IReadOnlyList<SubBatchCost> stages, bool sharedArray, int subBatches, bool prefetch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stages.Count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(subBatches, 1);
        _stages = [.. stages];
        _subBatches = subBatches;
        _prefetch = prefetch;
        Timeline shared = new();
        _arrays = [.. stages.Select(_ => sharedArray ? shared : new Timeline())];
        _filtered = new double[subBatches];
    }

    /// <summary>Runs one query; arrivals must not decrease.</summary>
    /// <returns>When its last survivor leaves the device.</returns>
    public double Run(double arrival)
    {
        foreach (Timeline resource in _arrays.Append(_in).Append(_out).Append(_dram))
            resource.Forget(arrival);
        Array.Fill(_filtered, arrival);
        // Diagonal by diagonal, the later stage first: it frees memory and ends the query.
        for (int wave = 0; wave < _subBatches + _stages.Length - 1; wave++)
        {
            for (int stage = Math.Min(wave, _stages.Length - 1); stage >= 0 && wave - stage < _subBatches; stage--)
                _filtered[wave - stage] = RunPart(_stages[stage], _arrays[stage], _filtered[wave - stage]);
        }
        return _filtered.Max();
    }

    /// <summary>Seconds between queries that always wait at the door, once the first ones are through.</summary>
    public static double Interval(Func<DeviceSchedule> build)
    {
        const int Warm = 32, Measured = 96;
        DeviceSchedule schedule = build();
        double start = 0, end = 0;
        for (int query = 0; query < Warm + Measured; query++)
        {
            end = schedule.Run(0);
            if (query == Warm - 1)
                start = end;
        }
        return (end - start) / Measured;
    }

    private double RunPart(in SubBatchCost work, Timeline array, double ready)
    {
        double done = _prefetch ? Prefetched(work, array, ready) : Held(work, array, ready);
        return _out.Reserve(done, work.Output) + work.Host;
    }

    private double Prefetched(in SubBatchCost work, Timeline array, double ready)
    {
        double there = _in.Reserve(ready, work.Input);
        double gathered = Math.Max(_dram.Reserve(there, work.Gather), there + work.Cached);
        // The bottom MLP needs no embeddings: it may run while they arrive.
        return array.Reserve(Math.Max(there, gathered - work.Bottom), work.Bottom + work.Top) + work.Filter;
    }

    private double Held(in SubBatchCost work, Timeline array, double ready)
    {
        double hold = work.Input + Math.Max(Math.Max(work.Gather, work.Cached), work.Bottom) + work.Top;
        double start = ready;
        while (true)
        {
            // Array and channel at the same time: another stage's array may have the channel.
            start = array.FirstGap(start, hold);
            double gather = _dram.FirstGap(start + work.Input, work.Gather);
            if (gather - work.Input <= start + Rounding)
            {
                _dram.Take(gather, work.Gather);
                break;
            }
            start = gather - work.Input;
        }
        return array.Take(start, hold) + work.Filter;
    }
}
