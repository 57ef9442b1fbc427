namespace RecPipe.Simulation.Queues;

/// <summary>
/// A station of one or more equal units behind one bounded queue, first come first served, in virtual time. It has no clock:
/// every arrival brings its time, and because its service time is known with it, start and end are known at once. Nothing is
/// rounded and nothing depends on who asks when: the same arrivals give the same answers, to the tick.
/// </summary>
/// <remarks>
/// Times are whole ticks of any unit the caller likes (the emulator: its monotonic clock's; a simulator: nanoseconds), as integers
/// so that a million additions leave no error behind. Allocates nothing per query. Not safe for concurrent use.
/// </remarks>
public sealed class VirtualQueue
{
    private readonly FreeUnits _units;
    private readonly long[] _starts; // of the queries that wait, a ring; never decreasing, as the queue is first come first served
    private int _head;
    private int _waiting;
    private long _now = long.MinValue;
    private long _served;

    /// <param name="units">Queries served at the same time, at least 1.</param>
    /// <param name="capacity">Queries that may wait beyond those being served, at least 0; the next one is refused.</param>
    public VirtualQueue(int units, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        Units = units;
        Capacity = capacity;
        _units = new(units);
        _starts = new long[capacity];
    }

    public int Units { get; }

    public int Capacity { get; }

    /// <summary>Lets a query in, unless it would have to wait and the queue is full.</summary>
    /// <param name="arrival">When it comes; never earlier than an arrival before it.</param>
    /// <param name="service">How long a unit is busy with it, 0 or more.</param>
    /// <param name="placement">When it starts and ends, and on which unit.</param>
    /// <returns>False when the queue is full; nothing has changed then.</returns>
    public bool TryAdd(long arrival, long service, out Placement placement) => TryAdd(arrival, service, long.MaxValue, out placement);

    /// <summary>
    /// The same for a query that is given up unless it starts in time. Until its turn it waits like any other, then it is
    /// discarded and takes no time of the unit.
    /// </summary>
    /// <param name="arrival">When it comes; never earlier than an arrival before it.</param>
    /// <param name="service">How long a unit is busy with it, 0 or more.</param>
    /// <param name="startBefore">It is discarded when its turn comes at this time or later.</param>
    /// <param name="placement">When it starts and ends, and on which unit.</param>
    /// <returns>False when the queue is full; nothing has changed then.</returns>
    public bool TryAdd(long arrival, long service, long startBefore, out Placement placement)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(service);
        AdvanceTo(arrival);
        (long free, int unit) = _units.Earliest;
        placement = default;
        if (free > arrival && _waiting == Capacity)
            return false;
        long start = Math.Max(arrival, free);
        bool runs = start < startBefore;
        long due = runs ? checked(start + service) : start;
        _units.Occupy(due);
        _served += due - start;
        if (start > arrival)
            _starts[(_head + _waiting++) % Capacity] = start;
        placement = new(start, due, unit, runs);
        return true;
    }

    /// <summary>Queries that wait at a time no earlier than any before.</summary>
    public int WaitingAt(long now)
    {
        AdvanceTo(now);
        return _waiting;
    }

    /// <summary>Units at work at a time no earlier than any before.</summary>
    public int BusyAt(long now)
    {
        AdvanceTo(now);
        return _units.CountAfter(now);
    }

    /// <summary>Ticks that units have been at work until a time no earlier than any before, all units added up.</summary>
    public long ServedAt(long now)
    {
        AdvanceTo(now);
        return _served - _units.WorkAfter(now);
    }

    private void AdvanceTo(long now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(now, _now);
        _now = now;
        while (_waiting > 0 && _starts[_head] <= now)
        {
            _head = (_head + 1) % Capacity;
            _waiting--;
        }
    }
}
