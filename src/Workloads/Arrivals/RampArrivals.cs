namespace RecPipe.Workloads.Arrivals;

/// <summary>
/// A rate that changes linearly, by change of time: arrivals of a unit-rate process are mapped through the inverse of the
/// cumulative rate. Exact for a Poisson process (Çinlar 1975), evenly spread for a constant one.
/// </summary>
/// <param name="unit">A process of rate 1.</param>
/// <param name="from">Arrivals a second at the start, at least 0.</param>
/// <param name="to">Arrivals a second at the end, at least 0.</param>
/// <param name="during">Length of the ramp.</param>
public sealed class RampArrivals(IArrivalProcess unit, double from, double to, TimeSpan during) : IArrivalProcess
{
    private readonly double _slope = (to - from) / during.TotalSeconds;

    public string Description => FormattableString.Invariant($"{unit.Description} The rate ramps from {from:0.###} to {to:0.###} a second.");

    public double Next()
    {
        double expected = unit.Next();
        if (expected == 0)
            return 0;
        double square = from * from + 2 * _slope * expected;
        return square < 0 ? double.PositiveInfinity : 2 * expected / (from + Math.Sqrt(square));
    }
}
