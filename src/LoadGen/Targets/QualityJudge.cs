using System.Buffers;
using RecPipe.LoadGen.Scenarios;
using RecPipe.Ranking;
using RecPipe.Ranking.Quality;

namespace RecPipe.LoadGen.Targets;

/// <summary>NDCG@k and hit rate@k of a ranked list against what its source knows to be relevant. Safe for concurrent use.</summary>
/// <param name="queries">Who knows the truth.</param>
/// <param name="k">Length of the list that is judged, at least 1.</param>
public sealed class QualityJudge(IQuerySource queries, int k)
{
    public int K { get; } = k;

    /// <param name="query">Which query.</param>
    /// <param name="candidates">All candidates of the query.</param>
    /// <param name="ranked">The answer, best first.</param>
    /// <returns>Null when no candidate is relevant, and for an answer that names candidates the source does not have.</returns>
    public ListQuality? Judge(long query, ReadOnlySpan<int> candidates, ReadOnlySpan<int> ranked)
    {
        byte[] labels = ArrayPool<byte>.Shared.Rent(candidates.Length + ranked.Length);
        try
        {
            Span<byte> all = labels.AsSpan(0, candidates.Length), top = labels.AsSpan(candidates.Length, ranked.Length);
            queries.Judge(query, candidates, all);
            queries.Judge(query, ranked, top);
            double ndcg = NormalizedDiscountedCumulativeGain.At(top, all, K);
            return double.IsNaN(ndcg) ? null : new ListQuality(ndcg, HitRate.At(top, K));
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(labels);
        }
    }
}
