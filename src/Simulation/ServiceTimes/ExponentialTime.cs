using RecPipe.Ranking.Randomness;

namespace RecPipe.Simulation.ServiceTimes;

/// <summary>Memoryless.</summary>
/// <param name="mean">Seconds, 0 or more.</param>
public sealed class ExponentialTime(double mean) : ServiceTime
{
    /// <inheritdoc/>
    public override double Sample(int items, int busy, ref Xoshiro256 random) => mean * random.NextExponential();

    /// <inheritdoc/>
    public override double Mean(int items, int busy) => mean;
}
