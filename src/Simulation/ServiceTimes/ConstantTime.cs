using RecPipe.Ranking.Randomness;

namespace RecPipe.Simulation.ServiceTimes;

/// <summary>Always the same.</summary>
/// <param name="seconds">0 or more.</param>
public sealed class ConstantTime(double seconds) : ServiceTime
{
    /// <inheritdoc/>
    public override bool IsConstant => true;

    /// <inheritdoc/>
    public override double Sample(int items, int busy, ref Xoshiro256 random) => seconds;

    /// <inheritdoc/>
    public override double Mean(int items, int busy) => seconds;
}
