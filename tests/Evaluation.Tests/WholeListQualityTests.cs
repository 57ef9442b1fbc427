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
            WholeListQuality found = WholeListQuality.Of(scores, [new("one", new CascadeStage(0, 1))])[0];
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
        WholeListQuality found = WholeListQuality.Of(scores, [new("two", new CascadeStage(0, 2), new CascadeStage(1, 1))])[0];
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

    [Fact]
    public void Many_cascades_at_once_equal_each_alone_and_a_full_sort() =>
        (from candidates in Gen.Int[2, 20]
         from labels in Gen.Byte[0, 1].Array[candidates]
         from models in Gen.Int[0, 6].Select(level => level / 8f + 0.1f).Array[candidates].Array[3]
         from cascades in Gen.Select(Gen.Int[0, 2], Gen.Int[1, candidates]).Select((model, keep) => new CascadeStage(model, keep)).Array[1, 4].Select(stages => new Cascade("any", stages)).Array[1, 8]
         select (labels, models, cascades)).Sample(given =>
        {
            ScoreSet scores = GivenQueries.Scores(GivenQueries.One(given.labels), given.models);
            IReadOnlyList<WholeListQuality> together = WholeListQuality.Of(scores, given.cascades);
            for (int i = 0; i < given.cascades.Length; i++)
            {
                (float[] order, float[] last) = LastScores(scores, given.cascades[i]);
                together[i].Auc.Values.Span[0].ShouldBe(AreaUnderCurve.Of(order, given.labels));
                together[i].LogLoss.Values.Span[0].ShouldBe(LogLoss.OfProbabilities(last, given.labels), 1e-9);
            }
        });

    /// <summary>Each candidate's last score, and a number that orders by the stage that gave it, then by the score.</summary>
    private static (float[] Order, float[] Last) LastScores(ScoreSet scores, Cascade cascade)
    {
        float[] order = new float[scores.Queries.Candidates], last = new float[order.Length];
        for (int stages = 1; stages <= cascade.Stages.Count; stages++)
        {
            Cascade until = new("until", [.. cascade.Stages.Take(stages)]);
            foreach (int place in BruteForce.Rank(scores, until, 0).Input)
            {
                last[place] = scores.ScoresOf(cascade.Stages[stages - 1].Model, 0)[place];
                order[place] = 4 * stages + last[place];
            }
        }
        return (order, last);
    }
}
