using RecPipe.Evaluation.Queries;
using RecPipe.Ranking.Quality;

namespace RecPipe.Evaluation.Cascades;

/// <summary>NDCG, hit rate, reciprocal rank and recall, as src/Ranking/Quality defines them, with the logarithms taken once.</summary>
internal sealed class CorrectedJudge : ICascadeJudge
{
    private readonly QuerySet _queries;
    private readonly EvaluationOptions _options;
    private readonly MetricValues _values;

    /// <summary>What a relevant candidate gains by its place.</summary>
    private readonly double[] _discounts;

    /// <summary>Gain of the best order of n relevant candidates.</summary>
    private readonly double[] _ideals;

    public CorrectedJudge(QuerySet queries, EvaluationOptions options, MetricValues values)
    {
        _queries = queries;
        _options = options;
        _values = values;
        _discounts = [.. Enumerable.Range(0, options.K).Select(place => 1 / Math.Log2(place + 2))];
        _ideals = new double[options.K + 1];
        for (int n = 0; n < options.K; n++)
            _ideals[n + 1] = _ideals[n] + _discounts[n];
    }

    public OrderRule Order => OrderRule.Served;

    public int ListLength(int keep) => _options.Ties == TieRule.Served ? keep : 0;

    public void Judge(int query, CascadeNode stage, ReadOnlySpan<int> input, ReadOnlySpan<float> scores, ReadOnlySpan<int> ranked)
    {
        ReadOnlySpan<byte> labels = _queries.LabelsOf(query);
        int rank = _options.Ties == TieRule.StrictlyGreater ? RankOfPositive(labels, input, scores) : 0;
        for (int i = 0; i < stage.Ends.Count; i++)
        {
            (int keep, int cascade) = stage.Ends[i];
            if (_options.Ties == TieRule.StrictlyGreater)
                SetPositive(cascade, query, keep, rank);
            else
                SetList(cascade, query, labels, ranked[..Math.Min(keep, ranked.Length)]);
        }
    }

    /// <returns>From 1; 0 when an earlier stage pruned it.</returns>
    private static int RankOfPositive(ReadOnlySpan<byte> labels, ReadOnlySpan<int> input, ReadOnlySpan<float> scores)
    {
        for (int i = 0; i < input.Length; i++)
        {
            if (labels[input[i]] != 0)
                return PositiveRank.Of(scores, scores[i]);
        }
        return 0;
    }

    private void SetPositive(int cascade, int query, int keep, int rank)
    {
        bool hit = rank > 0 && rank <= _options.K;
        Set(cascade, query, hit ? _discounts[rank - 1] : 0, hit ? 1 : 0, rank > 0 && rank <= keep ? 1.0 / rank : 0, hit ? 1 : 0);
    }

    private void SetList(int cascade, int query, ReadOnlySpan<byte> labels, ReadOnlySpan<int> list)
    {
        int relevant = _queries.RelevantOf(query), found = 0, first = 0;
        if (relevant == 0)
        {
            Set(cascade, query, double.NaN, double.NaN, double.NaN, double.NaN);
            return;
        }
        double gain = 0;
        for (int place = 0; place < Math.Min(_options.K, list.Length); place++)
        {
            if (labels[list[place]] == 0)
                continue;
            gain += _discounts[place];
            found++;
        }
        while (first < list.Length && labels[list[first]] == 0)
            first++;
        Set(cascade, query, gain / _ideals[Math.Min(relevant, _options.K)], found > 0 ? 1 : 0, first < list.Length ? 1.0 / (first + 1) : 0, (double)found / relevant);
    }

    private void Set(int cascade, int query, double ndcg, double hit, double reciprocalRank, double recall)
    {
        _values.Set(cascade, 0, query, ndcg);
        _values.Set(cascade, 1, query, hit);
        _values.Set(cascade, 2, query, reciprocalRank);
        _values.Set(cascade, 3, query, recall);
    }
}
