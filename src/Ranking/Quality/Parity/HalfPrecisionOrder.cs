using System.Buffers;

namespace RecPipe.Ranking.Quality.Parity;

/// <summary>
/// The order in which the published artefact ranks: scores rounded to float16, sorted ascending, then read backwards. About
/// eleven bits leave many exact ties among thousands of candidates; with a stable sort, the later of two equal ones comes first.
/// (The artefact's own sort is not stable, so inside a tie it may differ.)
/// </summary>
public static class HalfPrecisionOrder
{
    /// <summary>A score as the artefact keeps it.</summary>
    public static float Round(float score) => (float)(Half)score;

    /// <summary>Writes the positions of the best candidates, best first, in the artefact's order.</summary>
    /// <param name="scores">One score per candidate, of any precision.</param>
    /// <param name="positions">Receives positions in <paramref name="scores"/>; its length is how many to keep.</param>
    /// <returns>How many were written: the smaller of keep and the number of scores.</returns>
    /// <exception cref="NotANumberScoreException">A score is NaN.</exception>
    public static int Select(ReadOnlySpan<float> scores, Span<int> positions)
    {
        int keep = Math.Min(positions.Length, scores.Length), last = scores.Length - 1;
        float[] rented = ArrayPool<float>.Shared.Rent(scores.Length + keep);
        try
        {
            Span<float> backwards = rented.AsSpan(0, scores.Length);
            for (int i = 0; i < scores.Length; i++)
                backwards[last - i] = Round(scores[i]);
            TopK.Select(backwards, positions[..keep], rented.AsSpan(scores.Length, keep));
            for (int i = 0; i < keep; i++)
                positions[i] = last - positions[i];
            return keep;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }
}
