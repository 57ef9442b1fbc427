using RecPipe.Evaluation.Scores;

namespace RecPipe.Evaluation.Cascades;

/// <summary>Ranks one query as a served pipeline does, from scores. Not thread-safe; allocates nothing per query.</summary>
/// <param name="scores">The scores.</param>
/// <param name="rule">The order within stages.</param>
public sealed class CascadeRanker(ScoreSet scores, OrderRule rule = OrderRule.Served)
{
    private readonly StageScratch _even = new(scores.Queries.Candidates), _odd = new(scores.Queries.Candidates);
    private readonly int[] _all = [.. Enumerable.Range(0, scores.Queries.Candidates)];

    /// <summary>Runs a cascade on a query.</summary>
    /// <param name="cascade">The stages.</param>
    /// <param name="query">Which query.</param>
    /// <returns>What the last stage keeps, best first: places in the query's candidates. Valid until the next call.</returns>
    public ReadOnlySpan<int> Rank(Cascade cascade, int query)
    {
        ReadOnlySpan<int> input = _all.AsSpan(0, Math.Min(cascade.Candidates, _all.Length));
        for (int i = 0; i < cascade.Stages.Count; i++)
        {
            StageScratch scratch = i % 2 == 0 ? _even : _odd;
            scratch.Take(input, scores.ScoresOf(cascade.Stages[i].Model, query));
            input = scratch.Select(input, cascade.Stages[i].Keep, rule);
        }
        return input;
    }
}
