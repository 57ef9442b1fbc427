using RecPipe.Ranking.Randomness;

namespace RecPipe.Simulation.ServiceTimes;

/// <summary>Another time on a faster or slower engine.</summary>
/// <param name="time">What is scaled.</param>
/// <param name="factor">Over 0; 2 takes twice as long.</param>
public sealed class ScaledTime(ServiceTime time, double factor) : ServiceTime
{
    /// <inheritdoc/>
    public override double Sample(int items, int busy, ref Xoshiro256 random) => factor * time.Sample(items, busy, ref random);

    /// <inheritdoc/>
    public override double Mean(int items, int busy) => factor * time.Mean(items, busy);
}
