using RecPipe.Ranking.Randomness;

namespace RecPipe.Workloads.Arrivals;

/// <summary>A Poisson process: independent exponential gaps.</summary>
/// <param name="rate">Arrivals a second, over 0.</param>
/// <param name="seed">Of the gaps.</param>
public sealed class PoissonArrivals(double rate, ulong seed) : IArrivalProcess
{
    private Xoshiro256 _random = new(seed);
    private double _now;

    public string Description => "Poisson process: independent exponential gaps.";

    public double Next() => _now += _random.NextExponential() / rate;
}
