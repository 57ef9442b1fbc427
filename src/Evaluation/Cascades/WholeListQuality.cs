using RecPipe.Evaluation.Scores;
using RecPipe.Evaluation.Statistics;

namespace RecPipe.Evaluation.Cascades;

/// <summary>
/// What a cascade says about all of a query's candidates: each has the score of the last stage that scored it, and what a later
/// stage scored stands above what an earlier one pruned.
/// </summary>
/// <param name="Auc">Area under the ROC curve of that order, query by query; NaN where all labels are equal.</param>
/// <param name="LogLoss">Mean binary cross entropy of those scores as probabilities, query by query, nats.</param>
public sealed record WholeListQuality(MetricSample Auc, MetricSample LogLoss)
{
    /// <param name="scores">Scores of all models that the cascades name.</param>
    /// <param name="cascades">Any number of them; stages that they have in common are ranked once. All let every candidate in.</param>
    /// <param name="cancellationToken">Stops between queries.</param>
    /// <returns>One a cascade, in their order.</returns>
    public static IReadOnlyList<WholeListQuality> Of(ScoreSet scores, IReadOnlyList<Cascade> cascades, CancellationToken cancellationToken = default)
    {
        if (cascades.Any(cascade => cascade.Candidates < scores.Queries.Candidates))
            throw new ArgumentException("A cascade leaves out candidates, so it has no order of all of them.", nameof(cascades));
        double[][] auc = Values(), loss = Values();
        IReadOnlyList<CascadeNode> first = CascadeNode.Arrange(cascades);
        Parallel.For(
            0, scores.Queries.Count, new ParallelOptions { CancellationToken = cancellationToken }, () => new WholeListWalk(scores, first, auc, loss),
            (query, _, walk) =>
            {
                walk.Query(query);
                return walk;
            },
            _ => { });
        return [.. auc.Zip(loss, (areas, losses) => new WholeListQuality(new MetricSample(areas), new MetricSample(losses)))];

        double[][] Values() => [.. cascades.Select(_ => new double[scores.Queries.Count])];
    }
}
