using RecPipe.Evaluation.Cascades;
using RecPipe.Evaluation.Scores;
using RecPipe.Ranking.Quality;
using RecPipe.Ranking.Quality.Parity;

namespace RecPipe.Evaluation.Tests;

/// <summary>Cascades by sorting everything at every stage, one cascade and one query at a time.</summary>
internal static class BruteForce
{
    /// <summary>What reaches the last stage, and its ranking of it, whole.</summary>
    public static (int[] Input, int[] Ranked) Rank(ScoreSet scores, Cascade cascade, int query, bool parity = false)
    {
        int[] input = [.. Enumerable.Range(0, Math.Min(cascade.Candidates, scores.Queries.Candidates))], ranked = input;
        for (int i = 0; i < cascade.Stages.Count; i++)
        {
            float[] all = scores.ScoresOf(cascade.Stages[i].Model, query).ToArray();
            input = i == 0 ? input : [.. ranked.Take(cascade.Stages[i - 1].Keep)];
            ranked = parity
                ? [.. input.OrderBy(place => (Half)all[place]).Reverse()]
                : [.. input.Select((place, at) => (place, at)).OrderByDescending(entry => all[entry.place]).ThenBy(entry => entry.at).Select(entry => entry.place)];
        }
        return (input, ranked);
    }

    public static double[] Corrected(ScoreSet scores, Cascade cascade, int query, int k)
    {
        byte[] labels = scores.Queries.LabelsOf(query).ToArray();
        byte[] list = [.. Rank(scores, cascade, query).Ranked.Take(cascade.Stages[^1].Keep).Select(place => labels[place])];
        return labels.All(label => label == 0)
            ? [double.NaN, double.NaN, double.NaN, double.NaN]
            : [NormalizedDiscountedCumulativeGain.At(list, labels, k), HitRate.At(list, k), ReciprocalRank.Of(list), Recall.At(list, labels, k)];
    }

    /// <summary>The held-out positive's rank by strictly greater scores among what reaches the last stage.</summary>
    public static double[] OnePositive(ScoreSet scores, Cascade cascade, int query, int k)
    {
        int[] input = Rank(scores, cascade, query).Input;
        byte[] labels = scores.Queries.LabelsOf(query).ToArray();
        float[] all = scores.ScoresOf(cascade.Stages[^1].Model, query).ToArray();
        int[] positives = [.. input.Where(place => labels[place] != 0)];
        if (positives.Length == 0)
            return [0, 0, 0, 0];
        int rank = 1 + input.Count(place => all[place] > all[positives[0]]);
        double hit = rank <= k ? 1 : 0;
        return [hit / Math.Log2(rank + 1), hit, rank <= cascade.Stages[^1].Keep ? 1.0 / rank : 0, hit];
    }

    public static double[] Parity(ScoreSet scores, Cascade cascade, int query, int k)
    {
        (int[] input, int[] ranked) = Rank(scores, cascade, query, parity: true);
        byte[] labels = scores.Queries.LabelsOf(query).ToArray();
        float[] all = scores.ScoresOf(cascade.Stages[^1].Model, query).ToArray();
        byte[] list = [.. ranked.Take(k).Select(place => labels[place])];
        double dcg = list.Select((label, i) => label / Math.Log2(i + 2)).Sum(), ones = list.Select((_, i) => 1 / Math.Log2(i + 2)).Sum();
        return [dcg / ones, HitRate.At(list, k), LastStageError.Of([.. input.Select(place => (float)(Half)all[place])], [.. input.Select(place => labels[place])])];
    }
}
