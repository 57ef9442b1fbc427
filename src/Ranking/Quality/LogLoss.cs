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
}
