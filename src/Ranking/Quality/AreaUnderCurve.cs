namespace RecPipe.Ranking.Quality;

/// <summary>
/// Area under the ROC curve: the probability that a positive scores above a negative, ties counting one half. Exact, by
/// rank sums (Mann and Whitney 1947).
/// </summary>
public static class AreaUnderCurve
{
    /// <param name="scores">[n]; any monotone transform gives the same area, so logits do.</param>
    /// <param name="labels">[n], 0 or 1.</param>
    /// <returns>In [0, 1]; NaN when all labels are equal.</returns>
    /// <exception cref="NotANumberScoreException">A score is NaN.</exception>
    public static double Of(ReadOnlySpan<float> scores, ReadOnlySpan<byte> labels)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(labels.Length, scores.Length, nameof(labels));
        for (int i = 0; i < scores.Length; i++)
        {
            if (float.IsNaN(scores[i]))
                throw new NotANumberScoreException(i);
        }
        float[] sorted = scores.ToArray();
        byte[] relevance = labels.ToArray();
        Array.Sort(sorted, relevance);
        double wins = 0;
        long negativesBelow = 0, positives = 0;
        for (int i = 0; i < sorted.Length;)
        {
            long tiedPositives = 0, tiedNegatives = 0;
            float score = sorted[i];
            for (; i < sorted.Length && sorted[i] == score; i++)
            {
                if (relevance[i] != 0)
                    tiedPositives++;
                else
                    tiedNegatives++;
            }
            wins += tiedPositives * (negativesBelow + tiedNegatives / 2.0);
            negativesBelow += tiedNegatives;
            positives += tiedPositives;
        }
        return positives == 0 || negativesBelow == 0 ? double.NaN : wins / positives / negativesBelow;
    }
}
