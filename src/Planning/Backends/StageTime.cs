using RecPipe.Ranking.Randomness;
using RecPipe.Simulation.ServiceTimes;

namespace RecPipe.Planning.Backends;

/// <summary>A stage's mean service time by the candidates of a part and by the busy engines, worked out beforehand for the sizes that parts can have.</summary>
internal sealed class StageTime : ServiceTime
{
    private readonly double[][] _seconds;

    /// <param name="items">Candidates of a whole query.</param>
    /// <param name="parts">Most parts a query is split into.</param>
    /// <param name="busy">Most busy engines that matter, at least 1; more are as many.</param>
    /// <param name="seconds">Time of so many candidates with so many engines busy.</param>
    public StageTime(int items, int parts, int busy, Func<int, int, double> seconds)
    {
        _seconds = [.. Enumerable.Range(1, busy).Select(_ => new double[items + 1])];
        for (int count = 1; count <= Math.Min(parts, items); count++)
        {
            int smaller = items / count, larger = (items + count - 1) / count;
            for (int engines = 1; engines <= busy; engines++)
                (_seconds[engines - 1][smaller], _seconds[engines - 1][larger]) = (seconds(smaller, engines), seconds(larger, engines));
        }
    }

    /// <inheritdoc/>
    public override bool IsConstant => _seconds.Length == 1;

    /// <inheritdoc/>
    public override double Sample(int items, int busy, ref Xoshiro256 random) => Mean(items, busy);

    /// <inheritdoc/>
    public override double Mean(int items, int busy) => _seconds[Math.Min(busy, _seconds.Length) - 1][items];
}
