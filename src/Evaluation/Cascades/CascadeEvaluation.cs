using RecPipe.Evaluation.Scores;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Evaluation.Cascades;

/// <summary>
/// Evaluates cascades from scores: what a pipeline of these models would answer, without running a model. All cores work on
/// queries; stages that cascades have in common are ranked once.
/// </summary>
public static class CascadeEvaluation
{
    /// <param name="scores">Scores of all models that the cascades name.</param>
    /// <param name="cascades">Any number of them, models in any order, any keep.</param>
    /// <param name="options">How they are judged.</param>
    /// <param name="cancellationToken">Stops between queries.</param>
    /// <returns>One a cascade, in their order.</returns>
    /// <exception cref="ConfigException">A cascade returns fewer than k candidates, or the tie rule does not fit the queries; lists all.</exception>
    public static IReadOnlyList<CascadeQuality> Run(ScoreSet scores, IReadOnlyList<Cascade> cascades, EvaluationOptions options, CancellationToken cancellationToken = default)
    {
        ConfigException.ThrowIfAny([.. Problems(scores, cascades, options)]);
        MetricValues values = new(cascades, options.Metrics, scores.Queries.Count);
        bool parity = options.Mode == EvaluationMode.Parity;
        ICascadeJudge judge = parity ? new ParityJudge(scores.Queries, options, values) : new CorrectedJudge(scores.Queries, options, values);
        ScoreSet walked = parity ? scores.ToProbabilities() : scores;
        IReadOnlyList<CascadeNode> first = CascadeNode.Arrange(cascades);
        Parallel.For(
            0, scores.Queries.Count, new ParallelOptions { CancellationToken = cancellationToken }, () => new CascadeWalk(walked, first, judge),
            (query, _, walk) =>
            {
                walk.Query(query);
                return walk;
            },
            _ => { });
        return values.ToQuality();
    }

    private static IEnumerable<ConfigProblem> Problems(ScoreSet scores, IReadOnlyList<Cascade> cascades, EvaluationOptions options)
    {
        if (options.K < 1 || options.K > scores.Queries.Candidates)
            yield return new("evaluation", "k", $"It is {options.K}, and a query has {scores.Queries.Candidates} candidates.", $"Give 1 to {scores.Queries.Candidates}.");
        foreach (Cascade cascade in cascades)
        {
            if (cascade.Candidates < options.K)
                yield return new(cascade.Name, "candidates", $"{cascade.Candidates} of a query reach it, and the first {options.K} are judged.", $"Let at least {options.K} in, or judge fewer (k).");
            for (int i = 0; i < cascade.Stages.Count; i++)
            {
                if (cascade.Stages[i].Keep < options.K)
                    yield return new(cascade.Name, $"stages[{i}].keep", $"It keeps {cascade.Stages[i].Keep}, and the first {options.K} are judged.", $"Keep at least {options.K}, or judge fewer (k).");
                if (cascade.Stages[i].Model >= scores.Models.Count)
                    yield return new(cascade.Name, $"stages[{i}].model", $"There is no model {cascade.Stages[i].Model}.", $"There are scores of {scores.Models.Count} models.");
            }
        }
        for (int query = 0; query < scores.Queries.Count && options is { Ties: TieRule.StrictlyGreater, Mode: EvaluationMode.Corrected }; query++)
        {
            if (Positives(scores, query) is var positives && positives != 1)
            {
                yield return new("evaluation", "ties", $"Query {query} has {positives} relevant candidates.", "The rank by strictly greater scores is that of one relevant candidate a query.");
                yield break;
            }
        }
    }

    /// <summary>Different relevant candidates: copies of one count once.</summary>
    private static int Positives(ScoreSet scores, int query)
    {
        ReadOnlySpan<byte> labels = scores.Queries.LabelsOf(query);
        ReadOnlySpan<int> candidates = scores.Queries.CandidatesOf(query).Span;
        int place = labels.IndexOfAnyExcept((byte)0), different = place < 0 ? 0 : 1;
        for (int i = place + 1; place >= 0 && i < labels.Length; i++)
            different += labels[i] != 0 && candidates[i] != candidates[place] ? 1 : 0;
        return different;
    }
}
