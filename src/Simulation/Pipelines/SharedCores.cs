using RecPipe.Simulation.Events;

namespace RecPipe.Simulation.Pipelines;

/// <summary>
/// A host whose work shares some cores: what is under way proceeds at the same share of a core each (processor sharing), and
/// slower the more cores are busy, as caches and memory are shared too. Few tasks are under way at a time: they are looked at
/// one by one.
/// </summary>
internal sealed class SharedCores
{
    private readonly double[][] _speeds;
    private SharedTask[] _tasks = new SharedTask[8];
    private int _count;
    private double _since;

    /// <param name="speeds">Per kind of work, its speed with one, two, ... all cores busy, relative to one that is alone.</param>
    public SharedCores(double[][] speeds) => _speeds = speeds;

    private int Cores => _speeds[0].Length;

    /// <summary>Counts the changes: what was foretold before the last one is void.</summary>
    public int Epoch { get; private set; }

    public void Clear() => _count = 0;

    public void Add(double now, int kind, double work, EventKind then, int index, int epoch)
    {
        AdvanceTo(now);
        if (_count == _tasks.Length)
            Array.Resize(ref _tasks, 2 * _count);
        _tasks[_count++] = new() { Kind = kind, Left = work, Started = now, Then = then, Index = index, Epoch = epoch };
    }

    /// <summary>When the next task will be over if nothing changes; infinite when there is none.</summary>
    public double NextTime()
    {
        double soonest = double.PositiveInfinity;
        int running = Math.Min(_count, Cores);
        double share = _count > Cores ? (double)Cores / _count : 1;
        for (int i = 0; i < _count; i++)
            soonest = Math.Min(soonest, _tasks[i].Left / (share * _speeds[_tasks[i].Kind][running - 1]));
        return _since + Math.Max(soonest, 0);
    }

    /// <summary>Takes out the task that is over first, at that moment.</summary>
    public SharedTask Finish(double now)
    {
        int running = Math.Min(_count, Cores), first = 0;
        for (int i = 1; i < _count; i++)
        {
            if (_tasks[i].Left / _speeds[_tasks[i].Kind][running - 1] < _tasks[first].Left / _speeds[_tasks[first].Kind][running - 1])
                first = i;
        }
        AdvanceTo(now);
        SharedTask task = _tasks[first];
        _tasks[first] = _tasks[--_count];
        return task;
    }

    private void AdvanceTo(double now)
    {
        Epoch++;
        double passed = now - _since;
        _since = now;
        if (_count == 0 || passed <= 0)
            return;
        int running = Math.Min(_count, Cores);
        double share = _count > Cores ? (double)Cores / _count : 1;
        for (int i = 0; i < _count; i++)
            _tasks[i].Left -= passed * share * _speeds[_tasks[i].Kind][running - 1];
    }
}
