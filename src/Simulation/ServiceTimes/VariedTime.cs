using RecPipe.Ranking.Randomness;

namespace RecPipe.Simulation.ServiceTimes;

/// <summary>Another time multiplied by one of some measured factors, each as likely as the others.</summary>
/// <param name="time">What is varied.</param>
/// <param name="quantiles">Of the factor, rising, at least one, each for an equal share of the draws; with mean 1 the mean stays.</param>
public sealed class VariedTime(ServiceTime time, IReadOnlyList<double> quantiles) : ServiceTime
{
    private readonly double[] _quantiles = [.. quantiles];

    /// <inheritdoc/>
    public override double Sample(int items, int busy, ref Xoshiro256 random)
    {
        uint at = random.NextBelow((uint)_quantiles.Length);
        return time.Sample(items, busy, ref random) * _quantiles[at];
    }

    /// <inheritdoc/>
    public override double Mean(int items, int busy) => time.Mean(items, busy);
}
