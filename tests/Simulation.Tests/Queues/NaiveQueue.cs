using RecPipe.Simulation.Queues;

namespace RecPipe.Simulation.Tests.Queues;

/// <summary>The same station written the slow way: every query is kept, and everything is counted anew at every arrival.</summary>
internal sealed class NaiveQueue(int units, int capacity)
{
    private readonly List<Placement> _accepted = [];

    public Placement? Add(long arrival, long service, long startBefore)
    {
        (long free, int unit) = Enumerable.Range(0, units).Select(u => (FreeAt(u), u)).Min();
        if (free > arrival && WaitingAt(arrival) >= capacity)
            return null;
        long start = Math.Max(arrival, free);
        Placement placement = start < startBefore ? new(start, start + service, unit, true) : new(start, start, unit, false);
        _accepted.Add(placement);
        return placement;
    }

    public int WaitingAt(long now) => _accepted.Count(placement => placement.Start > now);

    public int BusyAt(long now) => Enumerable.Range(0, units).Count(unit => FreeAt(unit) > now);

    private long FreeAt(int unit) => _accepted.Where(placement => placement.Unit == unit).Select(placement => placement.Due).Append(long.MinValue).Max();
}
