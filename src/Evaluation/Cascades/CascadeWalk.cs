using RecPipe.Evaluation.Scores;

namespace RecPipe.Evaluation.Cascades;

/// <summary>Takes one query after another through all cascades. One a thread; allocates nothing per query.</summary>
internal sealed class CascadeWalk
{
    private readonly ScoreSet _scores;
    private readonly IReadOnlyList<CascadeNode> _first;
    private readonly ICascadeJudge _judge;
    private readonly StageScratch[] _scratch;
    private readonly int[] _all;

    public CascadeWalk(ScoreSet scores, IReadOnlyList<CascadeNode> first, ICascadeJudge judge)
    {
        _scores = scores;
        _first = first;
        _judge = judge;
        int candidates = scores.Queries.Candidates;
        _all = [.. Enumerable.Range(0, candidates)];
        _scratch = [.. Enumerable.Range(0, first.Select(node => node.Depth).DefaultIfEmpty().Max()).Select(_ => new StageScratch(candidates))];
    }

    public void Query(int query)
    {
        for (int i = 0; i < _first.Count; i++)
            Visit(_first[i], query, depth: 0, _all.AsSpan(0, Math.Min(_first[i].Candidates, _all.Length)));
    }

    private void Visit(CascadeNode stage, int query, int depth, ReadOnlySpan<int> input)
    {
        StageScratch scratch = _scratch[depth];
        scratch.Take(input, _scores.ScoresOf(stage.Model, query));
        int needed = Math.Max(stage.LongestNext, stage.Ends.Count == 0 ? 0 : _judge.ListLength(stage.LongestEnd));
        ReadOnlySpan<int> ranked = scratch.Select(input, needed, _judge.Order);
        if (stage.Ends.Count > 0)
            _judge.Judge(query, stage, input, scratch.Scores, ranked);
        for (int i = 0; i < stage.Next.Count; i++)
            Visit(stage.Next[i].Stage, query, depth + 1, ranked[..Math.Min(stage.Next[i].Keep, ranked.Length)]);
    }
}
