using RecPipe.Ranking.Randomness;

namespace RecPipe.Simulation.ServiceTimes;

/// <summary>Another time multiplied by a log-normal factor of mean 1: mostly a little off, now and then much longer.</summary>
/// <param name="time">What is varied.</param>
/// <param name="variation">Standard deviation of the factor (its coefficient of variation), 0 or more.</param>
public sealed class LogNormalTime(ServiceTime time, double variation) : ServiceTime
{
    private readonly double _sigma = Math.Sqrt(Math.Log(1 + variation * variation));

    /// <inheritdoc/>
    public override double Sample(int items, int busy, ref Xoshiro256 random) =>
        time.Sample(items, busy, ref random) * Math.Exp(_sigma * (random.NextNormal() - _sigma / 2));

    /// <inheritdoc/>
    public override double Mean(int items, int busy) => time.Mean(items, busy);
}
