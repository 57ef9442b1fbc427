using CsCheck;
using RecPipe.Evaluation.Cascades;
using RecPipe.Evaluation.Scores;
using RecPipe.Ranking.Quality;

namespace RecPipe.Evaluation.Tests;

public sealed class WholeListQualityTests
{
    [Fact]
    public void Of_one_stage_it_is_the_models() =>
        Gen.Float[0, 1].Array[2, 40].SelectMany(scores => Gen.Byte[0, 1].Array[scores.Length].Select(labels => (scores, labels))).Sample(given =>
        {
            ScoreSet scores = GivenQueries.Scores(GivenQueries.One(given.labels), given.scores);
            WholeListQuality found = WholeListQuality.Of(scores, new("one", new CascadeStage(0, 1)));
            ModelQuality model = ModelQuality.Of(scores, 0);
            found.Auc.Values.Span[0].ShouldBe(model.Auc);
            found.LogLoss.Mean.ShouldBe(model.LogLoss, 1e-12);
            model.Auc.ShouldBe(AreaUnderCurve.Of(given.scores, given.labels));
            model.Scored.ShouldBe(given.labels.Length);
        });

    [Fact]
    public void What_a_later_stage_scored_stands_above_what_an_earlier_one_pruned()
    {
        // The first stage keeps a, b; the second scores them lower than the first scored c, and swaps them.
        ScoreSet scores = GivenQueries.Scores(GivenQueries.One(0, 1, 1), [0.9f, 0.8f, 0.7f], [0.1f, 0.2f, 0.9f]);
        WholeListQuality found = WholeListQuality.Of(scores, new("two", new CascadeStage(0, 2), new CascadeStage(1, 1)));
        found.Auc.Mean.ShouldBe(0.5); // order b, a, c: b beats a, c does not
        found.LogLoss.Mean.ShouldBe(-(Math.Log(0.9) + Math.Log(0.2) + Math.Log(0.7)) / 3, 1e-6);
    }

    [Fact]
    public void A_logit_counts_as_the_probability_it_stands_for()
    {
        float[] logits = [-2f, 0.5f, 3f];
        ScoreSet asLogits = ScoreSet.Of(GivenQueries.One(0, 1, 1), [(GivenQueries.Card("m", Models.Cards.ScoreKind.Logit), logits)]);
        ScoreSet asProbabilities = GivenQueries.Scores(GivenQueries.One(0, 1, 1), [.. logits.Select(logit => 1 / (1 + MathF.Exp(-logit)))]);
        ModelQuality.Of(asLogits, 0).LogLoss.ShouldBe(ModelQuality.Of(asProbabilities, 0).LogLoss, 1e-6);
        Cascade[] one = [new("one", new CascadeStage(0, 3))];
        EvaluationOptions parity = new() { K = 2, Mode = EvaluationMode.Parity };
        CascadeEvaluation.Run(asLogits, one, parity)[0][QualityMetric.LastStageError].ShouldBe(CascadeEvaluation.Run(asProbabilities, one, parity)[0][QualityMetric.LastStageError]);
    }
}
