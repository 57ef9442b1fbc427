namespace RecPipe.Ranking.Quality.Parity;

/// <summary>
/// What the published artefact prints as "Error": the share of the candidates that reached the last stage whose rounded score
/// is not their label. What earlier stages pruned does not count, so pipelines with different numbers of stages cannot be
/// compared by it.
/// </summary>
public static class LastStageError
{
    /// <param name="probabilities">[n]: scores of the last stage's candidates; a half rounds to even, to 0.</param>
    /// <param name="labels">[n], 0 or 1.</param>
    /// <returns>In [0, 1]; NaN when there are none.</returns>
    public static double Of(ReadOnlySpan<float> probabilities, ReadOnlySpan<byte> labels)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(labels.Length, probabilities.Length, nameof(labels));
        int wrong = 0;
        for (int i = 0; i < labels.Length; i++)
            wrong += IsWrong(probabilities[i], labels[i]) ? 1 : 0;
        return (double)wrong / labels.Length;
    }

    /// <summary>Whether one candidate's rounded score is not its label.</summary>
    public static bool IsWrong(float probability, byte label) => (probability > 0.5f) != (label != 0);
}
