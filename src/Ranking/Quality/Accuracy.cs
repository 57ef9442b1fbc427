namespace RecPipe.Ranking.Quality;

/// <summary>Share of rows whose label is the likelier one: what the paper's Figure 2 calls accuracy, one minus its error.</summary>
public static class Accuracy
{
    /// <param name="logits">[n]; above 0 says 1. Exactly 0 says 0, as rounding a probability of one half to even does.</param>
    /// <param name="labels">[n], 0 or 1.</param>
    /// <returns>In [0, 1]; NaN when there are no rows or a logit is NaN.</returns>
    public static double OfLogits(ReadOnlySpan<float> logits, ReadOnlySpan<byte> labels)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(labels.Length, logits.Length, nameof(labels));
        long right = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            if (float.IsNaN(logits[i]))
                return double.NaN;
            if (logits[i] > 0 == (labels[i] != 0))
                right++;
        }
        return (double)right / logits.Length;
    }
}
