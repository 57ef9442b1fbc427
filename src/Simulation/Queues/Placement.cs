namespace RecPipe.Simulation.Queues;

/// <summary>What a virtual queue decided about a query. Times in the queue's ticks.</summary>
/// <param name="Start">When its turn comes: its arrival, or when a unit becomes free.</param>
/// <param name="Due">When it is done; <paramref name="Start"/> when it does not run.</param>
/// <param name="Unit">Which unit, from 0.</param>
/// <param name="Runs">False when its turn came too late and it was discarded.</param>
public readonly record struct Placement(long Start, long Due, int Unit, bool Runs);
