using RecPipe.Simulation.Queues;

namespace RecPipe.AccelEmulator.Devices;

/// <summary>One emulated device: a queue in virtual time whose ticks are those of the host's monotonic clock. Safe for concurrent use.</summary>
internal sealed class Device(string name, string hardware, int units, int queueCapacity)
{
    private readonly Lock _gate = new();
    private readonly VirtualQueue _queue = new(units, queueCapacity);
    private long _now = long.MinValue;

    public string Name { get; } = name;

    public string Hardware { get; } = hardware;

    public int Units => _queue.Units;

    public int QueueCapacity => _queue.Capacity;

    /// <summary>Gives a query its place.</summary>
    /// <param name="arrival">When it came; moved to that of the query before where two came on two threads at the same moment.</param>
    /// <param name="service">Ticks a unit is busy with it.</param>
    /// <param name="startBefore">Its deadline: when its turn comes at this time or later it is discarded.</param>
    /// <param name="placement">When it starts and ends.</param>
    /// <returns>False when the queue is full.</returns>
    public bool TryPlace(ref long arrival, long service, long startBefore, out Placement placement)
    {
        lock (_gate)
        {
            arrival = _now = Math.Max(_now, arrival);
            return _queue.TryAdd(arrival, service, startBefore, out placement);
        }
    }

    public int WaitingAt(long now)
    {
        lock (_gate)
            return _queue.WaitingAt(_now = Math.Max(_now, now));
    }

    public int BusyAt(long now)
    {
        lock (_gate)
            return _queue.BusyAt(_now = Math.Max(_now, now));
    }

    /// <summary>Ticks that units have been at work, all units added up.</summary>
    public long ServedAt(long now)
    {
        lock (_gate)
            return _queue.ServedAt(_now = Math.Max(_now, now));
    }
}
