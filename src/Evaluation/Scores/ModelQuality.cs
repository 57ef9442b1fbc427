using RecPipe.Ranking.Quality;

namespace RecPipe.Evaluation.Scores;

/// <summary>How well a model predicts, over everything it scored: every candidate once, or every (query, candidate) where queries have contexts.</summary>
/// <param name="Scored">How many.</param>
/// <param name="PositiveShare">Share of them that is relevant.</param>
/// <param name="Auc">Area under the ROC curve.</param>
/// <param name="LogLoss">Mean binary cross entropy, nats.</param>
/// <param name="Calibration">Of the predicted probabilities.</param>
public sealed record ModelQuality(int Scored, double PositiveShare, double Auc, double LogLoss, Calibration Calibration)
{
    /// <param name="scores">The scores.</param>
    /// <param name="model">Place of the model in them.</param>
    public static ModelQuality Of(ScoreSet scores, int model)
    {
        ScoredModel scored = scores.Models[model];
        byte[] labels = scores.Queries.SlotLabels();
        float[] probabilities = [.. scored.SlotScores.ToArray().Select(scored.ToProbability)];
        return new(
            labels.Length,
            labels.Average(label => label != 0 ? 1.0 : 0),
            AreaUnderCurve.Of(scored.SlotScores.Span, labels),
            scored.Card.Output.Kind == RecPipe.Models.Cards.ScoreKind.Logit
                ? RecPipe.Ranking.Quality.LogLoss.OfLogits(scored.SlotScores.Span, labels)
                : RecPipe.Ranking.Quality.LogLoss.OfProbabilities(probabilities, labels),
            Calibration.Of(probabilities, labels));
    }
}
