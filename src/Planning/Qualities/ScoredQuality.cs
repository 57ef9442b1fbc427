using RecPipe.Evaluation.Cascades;
using RecPipe.Evaluation.Scores;
using RecPipe.Planning.Designs;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Planning.Qualities;

/// <summary>
/// Quality of designs' cascades from cached scores, each cascade once. All are judged on the same queries: a design of fewer
/// candidates ranks those that come first, and its list is judged by what was relevant among all.
/// </summary>
public static class ScoredQuality
{
    /// <param name="source">What messages call the models and data.</param>
    /// <param name="scores">Scores of all models of the designs; queries of the most candidates of any.</param>
    /// <param name="options">How lists are judged, and at which length.</param>
    /// <param name="alsoAt">Other lengths of the list to judge at.</param>
    /// <param name="designs">The designs.</param>
    /// <param name="cancellationToken">Stops between queries.</param>
    /// <exception cref="ConfigException">A list is shorter than what is judged.</exception>
    public static QualityTable Of(
        string source, ScoreSet scores, EvaluationOptions options, IReadOnlyList<int> alsoAt, IReadOnlyList<Design> designs, CancellationToken cancellationToken)
    {
        Design[] different = [.. designs.DistinctBy(QualityTable.KeyOf)];
        Cascade[] cascades = [.. different.Select(design => ToCascade(design, scores))];
        List<(string Name, double[] Values)> columns = [];
        foreach (int k in alsoAt.Prepend(options.K).Distinct())
        {
            IReadOnlyList<CascadeQuality> found = CascadeEvaluation.Run(scores, cascades, options with { K = k }, cancellationToken);
            columns.AddRange(options.Metrics.Select(metric => (metric.NameAt(k), found.Select(quality => quality[metric]).ToArray())));
        }
        columns = [.. columns.DistinctBy(column => column.Name)];
        QualityTable table = new(source, [.. columns.Select(column => column.Name)]);
        for (int i = 0; i < different.Length; i++)
            table.TryAdd(QualityTable.KeyOf(different[i]), [.. columns.Select(column => column.Values[i])]);
        return table;
    }

    private static Cascade ToCascade(Design design, ScoreSet scores) =>
        new(QualityTable.KeyOf(design), [.. design.Stages.Select(stage => new CascadeStage(scores.IndexOf(stage.Model), stage.Keep))])
        {
            Candidates = design.Stages[0].Items,
        };
}
