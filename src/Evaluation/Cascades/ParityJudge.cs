using System.Buffers;
using RecPipe.Evaluation.Queries;
using RecPipe.Ranking.Quality;
using RecPipe.Ranking.Quality.Parity;

namespace RecPipe.Evaluation.Cascades;

/// <summary>What the published artefact prints, its own definitions under names of their own. Scores are probabilities.</summary>
internal sealed class ParityJudge(QuerySet queries, EvaluationOptions options, MetricValues values) : ICascadeJudge
{
    public OrderRule Order => OrderRule.HalfPrecision;

    public int ListLength(int keep) => options.K;

    /// <remarks>The artefact's last stage returns all that it gets, so what a cascade keeps in the end changes nothing.</remarks>
    public void Judge(int query, CascadeNode stage, ReadOnlySpan<int> input, ReadOnlySpan<float> scores, ReadOnlySpan<int> ranked)
    {
        ReadOnlySpan<byte> labels = queries.LabelsOf(query);
        int wrong = 0;
        for (int i = 0; i < input.Length; i++)
            wrong += LastStageError.IsWrong(HalfPrecisionOrder.Round(scores[i]), labels[input[i]]) ? 1 : 0;
        byte[] rented = ArrayPool<byte>.Shared.Rent(options.K);
        Span<byte> list = rented.AsSpan(0, Math.Min(options.K, ranked.Length));
        for (int i = 0; i < list.Length; i++)
            list[i] = labels[ranked[i]];
        (double ratio, double hit) = (AllOnesDcgRatio.At(list, options.K), HitRate.At(list, options.K));
        ArrayPool<byte>.Shared.Return(rented);
        for (int i = 0; i < stage.Ends.Count; i++)
        {
            int cascade = stage.Ends[i].Cascade;
            values.Set(cascade, 0, query, ratio);
            values.Set(cascade, 1, query, hit);
            values.Set(cascade, 2, query, (double)wrong / input.Length);
        }
    }
}
