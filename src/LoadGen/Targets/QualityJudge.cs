using System.Buffers;
using RecPipe.Datasets.Store;
using RecPipe.Ranking.Quality;

namespace RecPipe.LoadGen.Targets;

/// <summary>NDCG@k of a ranked list against the labels of a feature store. Safe for concurrent use.</summary>
/// <param name="store">Whose labels are the truth.</param>
/// <param name="k">Length of the list that is judged, at least 1.</param>
public sealed class QualityJudge(FeatureStore store, int k)
{
    public int K { get; } = k;

    /// <param name="candidates">All candidates of the query.</param>
    /// <param name="ranked">The answer, best first; rows of the store.</param>
    /// <returns>NaN when no candidate is relevant, and for an answer that names rows the store does not have.</returns>
    public double Judge(ReadOnlySpan<int> candidates, ReadOnlySpan<int> ranked)
    {
        byte[] labels = ArrayPool<byte>.Shared.Rent(candidates.Length + ranked.Length);
        try
        {
            Span<byte> all = labels.AsSpan(0, candidates.Length), top = labels.AsSpan(candidates.Length, ranked.Length);
            return Look(candidates, all) && Look(ranked, top) ? NormalizedDiscountedCumulativeGain.At(top, all, K) : double.NaN;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(labels);
        }
    }

    private bool Look(ReadOnlySpan<int> rows, Span<byte> labels)
    {
        ReadOnlySpan<byte> truth = store.Labels;
        for (int i = 0; i < rows.Length; i++)
        {
            if ((uint)rows[i] >= (uint)truth.Length)
                return false;
            labels[i] = truth[rows[i]];
        }
        return true;
    }
}
