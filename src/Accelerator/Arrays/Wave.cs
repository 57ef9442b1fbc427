namespace RecPipe.Accelerator.Arrays;

/// <summary>Neighbouring lanes that work for the same time, each a cycle after the one before it: lane k in [start + k, start + k + length).</summary>
/// <param name="First">The first lane.</param>
/// <param name="Count">Lanes.</param>
/// <param name="Start">Cycle in which lane 0 would start.</param>
/// <param name="Length">Cycles a lane works.</param>
internal readonly record struct Wave(long First, long Count, long Start, long Length)
{
    /// <summary>
    /// Sum over all pairs of lanes, one of each wave, of the cycles in which both work. Two intervals that start d apart
    /// overlap in a trapezoid of d, a sum of four ramps max(0, d + ...); ramps over a rectangle of lanes sum up to cubics.
    /// </summary>
    public Int128 CommonCycles(Wave other)
    {
        long apart = Start + First - other.Start - other.First;
        return Ramps(apart + Length, other) - Ramps(apart, other) - Ramps(apart + Length - other.Length, other) + Ramps(apart - other.Length, other);
    }

    /// <summary>Sum over k of this wave and l of the other of max(0, x + k - l).</summary>
    private Int128 Ramps(long x, Wave other) =>
        Tetrahedral(x + Count) - Tetrahedral(x) - Tetrahedral(x + Count - other.Count) + Tetrahedral(x - other.Count);

    /// <summary>Its second difference, T(x + 1) - 2 T(x) + T(x - 1), is max(0, x).</summary>
    private static Int128 Tetrahedral(Int128 x) => x <= 1 ? 0 : (x - 1) * x * (x + 1) / 6;
}
