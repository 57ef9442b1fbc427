namespace RecPipe.Accelerator.Pipelines;

/// <summary>
/// Runs queries through the stages of one device, sub-batch by sub-batch, each resource doing one thing at a time. Stages that
/// share an array take turns; a stage starts on a sub-batch once the stage before has filtered it. Features come in and results
/// go out beside the work. Without prefetch an array waits for the embedding rows of its sub-batch; with it, they are gathered
/// while the array still computes an earlier one.
/// </summary>
internal sealed class DeviceSchedule
{
    private readonly SubBatchCost[] _stages;
    private readonly int _subBatches;
    private readonly bool _prefetch;
    private readonly Timeline _in = new(), _out = new(), _dram = new();
    private readonly Part[] _parts;
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
        Part shared = new();
        _parts = [.. stages.Select(_ => sharedArray ? shared : new Part())];
        _filtered = new double[subBatches];
    }

    /// <summary>Runs one query; arrivals must not decrease.</summary>
    /// <returns>When its last survivor leaves the device.</returns>
    public double Run(double arrival)
    {
        foreach (Timeline resource in (ReadOnlySpan<Timeline>)[_in, _out, _dram])
            resource.Forget(arrival);
        foreach (Part part in _parts)
        {
            part.Array.Forget(arrival);
            part.Port.Forget(arrival);
        }
        Array.Fill(_filtered, arrival);
        // Diagonal by diagonal, the later stage first: it frees memory and ends the query.
        for (int wave = 0; wave < _subBatches + _stages.Length - 1; wave++)
        {
            for (int stage = Math.Min(wave, _stages.Length - 1); stage >= 0 && wave - stage < _subBatches; stage--)
                _filtered[wave - stage] = Run(_stages[stage], _parts[stage], _filtered[wave - stage]);
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
            end = Math.Max(end, schedule.Run(0));
            if (query == Warm - 1)
                start = end;
        }
        return (end - start) / Measured;
    }

    private double Run(in SubBatchCost cost, Part part, double ready)
    {
        double there = _in.Reserve(ready, cost.Input);
        double scored = _prefetch ? Prefetched(cost, part, there) : Held(cost, part.Array, there);
        return _out.Reserve(scored, cost.Output) + cost.Delay;
    }

    /// <summary>One sub-batch ahead: its rows are gathered into a second buffer, which is free once the array has begun on the sub-batch before.</summary>
    private double Prefetched(in SubBatchCost cost, Part part, double there)
    {
        double from = Math.Max(there, part.LastStart);
        double gathered = Math.Max(_dram.Reserve(from, cost.Gather), part.Port.Reserve(from, cost.Cached));
        // The bottom MLP needs no embeddings: it may run while they arrive.
        double compute = cost.Bottom + cost.Top;
        part.LastStart = part.Array.FirstGap(Math.Max(there, gathered - cost.Bottom), compute);
        return part.Array.Take(part.LastStart, compute);
    }

    /// <summary>
    /// The array and the DRAM channel at the same time: another stage's array may have the channel. The cache's port is the array's own and
    /// needs no reservation.
    /// </summary>
    private double Held(in SubBatchCost cost, Timeline array, double there)
    {
        double start = there;
        while (true)
        {
            start = array.FirstGap(start, cost.Held);
            double gather = _dram.FirstGap(start, cost.Gather);
            if (gather <= start)
                break;
            start = gather;
        }
        _dram.Take(start, cost.Gather);
        return array.Take(start, cost.Held);
    }

    /// <summary>A part of the device that stages have to themselves, or share when there is only one.</summary>
    private sealed class Part
    {
        public Timeline Array { get; } = new();

        /// <summary>Of the part's memory for embedding rows.</summary>
        public Timeline Port { get; } = new();

        /// <summary>When the array began on its latest sub-batch.</summary>
        public double LastStart { get; set; } = double.NegativeInfinity;
    }
}
