using RecPipe.Ranking.Randomness;

namespace RecPipe.Workloads.Arrivals;

/// <summary>
/// The gaps of the published RecPipe artefact, numpy.random.poisson(mean gap in ms) / 1000: the gap itself is
/// Poisson-distributed in whole milliseconds. Not a Poisson process; kept to compare with the published numbers.
/// </summary>
/// <param name="rate">Arrivals a second, over 0.</param>
/// <param name="seed">Of the gaps; same distribution as NumPy's, not the same numbers.</param>
public sealed class ParityArrivals(double rate, ulong seed) : IArrivalProcess
{
    private readonly double _meanMilliseconds = 1000 / rate;
    private Xoshiro256 _random = new(seed);
    private long _nowMilliseconds;

    public string Description =>
        "Parity: the artefact's whole-millisecond, Poisson-distributed gaps. This is NOT a Poisson process: below 1000/s it is too regular and understates tail latency.";

    public double Next() => (_nowMilliseconds += NextGap()) / 1000.0;

    /// <summary>A Poisson variate: how many unit-rate exponential gaps fit into the mean. Exact; costs about one draw a millisecond of schedule.</summary>
    private long NextGap()
    {
        long count = 0;
        for (double sum = _random.NextExponential(); sum < _meanMilliseconds; sum += _random.NextExponential())
            count++;
        return count;
    }
}
