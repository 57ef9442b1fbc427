using RecPipe.Ranking.Randomness;

namespace RecPipe.Simulation.ServiceTimes;

/// <summary>One of some measured times, each as likely as the others.</summary>
public sealed class EmpiricalTime : ServiceTime
{
    private readonly double[] _seconds;
    private readonly double _mean;

    /// <param name="seconds">At least one, each 0 or more.</param>
    public EmpiricalTime(IReadOnlyList<double> seconds)
    {
        ArgumentOutOfRangeException.ThrowIfZero(seconds.Count);
        _seconds = [.. seconds];
        _mean = _seconds.Average();
    }

    /// <inheritdoc/>
    public override double Sample(int items, int busy, ref Xoshiro256 random) => _seconds[random.NextBelow((uint)_seconds.Length)];

    /// <inheritdoc/>
    public override double Mean(int items, int busy) => _mean;
}
