using RecPipe.Ranking.Randomness;
using RecPipe.Simulation.ServiceTimes;

namespace RecPipe.Planning.Backends;

/// <summary>A stage's service time by the candidates of a part, worked out beforehand for the sizes that parts can have.</summary>
internal sealed class StageTime : ServiceTime
{
    private readonly double[] _seconds;

    /// <param name="items">Candidates of a whole query.</param>
    /// <param name="parts">Most parts a query is split into.</param>
    /// <param name="seconds">Time of so many candidates.</param>
    public StageTime(int items, int parts, Func<int, double> seconds)
    {
        _seconds = new double[items + 1];
        for (int count = 1; count <= Math.Min(parts, items); count++)
        {
            _seconds[items / count] = seconds(items / count);
            int larger = (items + count - 1) / count;
            _seconds[larger] = seconds(larger);
        }
    }

    /// <inheritdoc/>
    public override double Sample(int items, int busy, ref Xoshiro256 random) => _seconds[items];

    /// <inheritdoc/>
    public override double Mean(int items, int busy) => _seconds[items];
}
