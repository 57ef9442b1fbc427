using System.Diagnostics.Metrics;

namespace RecPipe.Gateway.Telemetry;

/// <summary>
/// Overlap@k between two consecutive stages' orders of the same survivors: the share of a stage's first k that were among the
/// first k before it. 1 when the stage changes nothing within the answer, about k / n when its order of the n survivors has
/// nothing to do with the one before.
/// </summary>
/// <remarks>It says nothing of candidates that the earlier stage discarded: only ranking them all by the last stage would.</remarks>
internal static class OrderAgreement
{
    public static readonly InstrumentAdvice<double> Buckets = new() { HistogramBucketBoundaries = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] };

    /// <param name="positions">A stage's survivors, best first, as positions in the order of the stage before.</param>
    /// <param name="k">How far down both orders it looks; at most the survivors.</param>
    /// <returns>0 to 1; 1 of no survivors.</returns>
    public static double Of(ReadOnlySpan<int> positions, int k)
    {
        k = Math.Min(k, positions.Length);
        int shared = 0;
        foreach (int position in positions[..k])
            shared += position < k ? 1 : 0;
        return k == 0 ? 1 : shared / (double)k;
    }
}
