namespace RecPipe.Ranking.Quality;

/// <summary>Mean binary cross entropy in nats.</summary>
public static class LogLoss
{
    /// <param name="logits">[n]; log-odds, so that confident scores lose no precision.</param>
    /// <param name="labels">[n], 0 or 1.</param>
    /// <returns>NaN when there are no rows or a logit is NaN.</returns>
    public static double OfLogits(ReadOnlySpan<float> logits, ReadOnlySpan<byte> labels)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(labels.Length, logits.Length, nameof(labels));
        double sum = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            double against = labels[i] != 0 ? -logits[i] : logits[i];
            sum += Math.Max(against, 0) + Math.Log(1 + Math.Exp(-Math.Abs(against)));
        }
        return sum / logits.Length;
    }

    /// <param name="probabilities">[n], each in [0, 1].</param>
    /// <param name="labels">[n], 0 or 1.</param>
    /// <returns>NaN when there are no rows or a probability is NaN. A certain error counts as one of <see cref="Certainty"/>, not as infinite.</returns>
    public static double OfProbabilities(ReadOnlySpan<float> probabilities, ReadOnlySpan<byte> labels)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(labels.Length, probabilities.Length, nameof(labels));
        double sum = 0;
        for (int i = 0; i < labels.Length; i++)
            sum += OfProbability(probabilities[i], labels[i]);
        return sum / labels.Length;
    }

    /// <summary>Cross entropy of one prediction.</summary>
    public static double OfProbability(float probability, byte label) =>
        -Math.Log(Math.Clamp(label != 0 ? probability : 1.0 - probability, Certainty, 1));

    /// <summary>The smallest probability a float32 sigmoid leaves to the other outcome, 2^-24.</summary>
    public const double Certainty = 1.0 / (1 << 24);
}
