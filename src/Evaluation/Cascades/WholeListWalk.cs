using RecPipe.Evaluation.Scores;
using RecPipe.Ranking.Quality;

namespace RecPipe.Evaluation.Cascades;

/// <summary>
/// Takes one query after another through all cascades and judges the order of all candidates. A model's candidates are sorted
/// once a query; a cascade's order is then read stage by stage, without sorting. One a thread.
/// </summary>
internal sealed class WholeListWalk
{
    private readonly ScoreSet _scores;
    private readonly IReadOnlyList<CascadeNode> _first;
    private readonly double[][] _auc, _loss;
    private readonly ModelOrder?[] _models;
    private readonly StageScratch[] _scratch;

    /// <summary>Which stage scored a candidate last.</summary>
    private readonly int[] _last;
    private readonly int[] _all;

    public WholeListWalk(ScoreSet scores, IReadOnlyList<CascadeNode> first, double[][] auc, double[][] loss)
    {
        (_scores, _first, _auc, _loss) = (scores, first, auc, loss);
        int candidates = scores.Queries.Candidates, depth = first.Select(node => node.Depth).DefaultIfEmpty().Max();
        _models = new ModelOrder?[scores.Models.Count];
        _scratch = [.. Enumerable.Range(0, depth).Select(_ => new StageScratch(candidates))];
        _last = new int[candidates];
        _all = [.. Enumerable.Range(0, candidates)];
    }

    public void Query(int query)
    {
        for (int model = 0; model < _models.Length; model++)
            (_models[model] ??= new(_scores, model)).Sort(query);
        for (int i = 0; i < _first.Count; i++)
            Visit(_first[i], query, depth: 0, _all, default);
    }

    /// <param name="stage">The stage.</param>
    /// <param name="query">Which query.</param>
    /// <param name="depth">Stages before it.</param>
    /// <param name="input">Its candidates.</param>
    /// <param name="below">What was pruned before: all of it stands below them.</param>
    private void Visit(CascadeNode stage, int query, int depth, ReadOnlySpan<int> input, Tally below)
    {
        ReadOnlySpan<byte> labels = _scores.Queries.LabelsOf(query);
        foreach (int candidate in input)
            _last[candidate] = depth;
        if (stage.Ends.Count > 0)
        {
            Tally all = Add(below, stage.Model, depth, labels);
            for (int i = 0; i < stage.Ends.Count; i++)
                (_auc[stage.Ends[i].Cascade][query], _loss[stage.Ends[i].Cascade][query]) = (all.Area, all.Loss / labels.Length);
        }
        if (stage.Next.Count == 0)
            return;
        StageScratch scratch = _scratch[depth];
        scratch.Take(input, _scores.ScoresOf(stage.Model, query));
        ReadOnlySpan<int> ranked = scratch.Select(input, stage.LongestNext, OrderRule.Served);
        for (int i = 0; i < stage.Next.Count; i++)
        {
            ReadOnlySpan<int> kept = ranked[..Math.Min(stage.Next[i].Keep, ranked.Length)];
            foreach (int candidate in kept)
                _last[candidate] = depth + 1;
            Visit(stage.Next[i].Stage, query, depth + 1, kept, Add(below, stage.Model, depth, labels));
            foreach (int candidate in kept)
                _last[candidate] = depth;
        }
    }

    /// <summary>Adds the candidates that a stage scored last, from its worst to its best, by rank sums as <see cref="AreaUnderCurve"/> does.</summary>
    private Tally Add(Tally tally, int model, int depth, ReadOnlySpan<byte> labels)
    {
        ModelOrder order = _models[model]!;
        for (int i = 0; i < labels.Length;)
        {
            long positives = 0, negatives = 0;
            float score = order.Ascending[i];
            for (; i < labels.Length && order.Ascending[i] == score; i++)
            {
                int candidate = order.Candidates[i];
                if (_last[candidate] != depth)
                    continue;
                tally.Loss += order.Loss[candidate];
                if (labels[candidate] != 0)
                    positives++;
                else
                    negatives++;
            }
            tally.Wins += positives * (tally.Negatives + negatives / 2.0);
            tally.Negatives += negatives;
            tally.Positives += positives;
        }
        return tally;
    }

    /// <summary>Candidates taken in so far, from the worst.</summary>
    private record struct Tally(double Wins, double Loss, long Negatives, long Positives)
    {
        public readonly double Area => Positives == 0 || Negatives == 0 ? double.NaN : Wins / Positives / Negatives;
    }

    /// <summary>A model's view of the query at hand.</summary>
    private sealed class ModelOrder(ScoreSet scores, int model)
    {
        /// <summary>Scores from the lowest.</summary>
        public float[] Ascending { get; } = new float[scores.Queries.Candidates];

        /// <summary>Whose they are.</summary>
        public int[] Candidates { get; } = new int[scores.Queries.Candidates];

        /// <summary>Cross entropy by candidate.</summary>
        public double[] Loss { get; } = new double[scores.Queries.Candidates];

        public void Sort(int query)
        {
            ReadOnlySpan<float> of = scores.ScoresOf(model, query);
            ReadOnlySpan<byte> labels = scores.Queries.LabelsOf(query);
            of.CopyTo(Ascending);
            for (int i = 0; i < of.Length; i++)
            {
                Candidates[i] = i;
                Loss[i] = LogLoss.OfProbability(scores.Models[model].ToProbability(of[i]), labels[i]);
            }
            Array.Sort(Ascending, Candidates);
        }
    }
}
