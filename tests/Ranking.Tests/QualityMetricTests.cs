using CsCheck;
using RecPipe.Ranking.Quality;

namespace RecPipe.Ranking.Tests;

public class QualityMetricTests
{
    [Fact]
    public void A_positive_ranks_after_those_that_score_strictly_more()
    {
        PositiveRank.Of([0.9f, 0.5f, 0.7f, 0.1f], 0.5f).ShouldBe(3);
        PositiveRank.Of([0.5f, 0.5f, 0.5f], 0.5f).ShouldBe(1); // ties, and a copy of itself, do not push it down
        PositiveRank.Of([], 0.5f).ShouldBe(1);
    }

    [Fact]
    public void Hit_rate_looks_at_the_first_k()
    {
        HitRate.At([0, 0, 1, 0], 3).ShouldBe(1);
        HitRate.At([0, 0, 1, 0], 2).ShouldBe(0);
        HitRate.At([0, 0], 9).ShouldBe(0);
    }

    [Fact]
    public void Reciprocal_rank_is_that_of_the_first_relevant_candidate()
    {
        ReciprocalRank.Of([0, 0, 1, 1]).ShouldBe(1 / 3.0);
        ReciprocalRank.Of([0, 0]).ShouldBe(0);
    }

    [Fact]
    public void Recall_is_a_share_of_all_relevant_candidates()
    {
        Recall.At([1, 0, 1, 1], [1, 1, 0, 1, 1, 0], 3).ShouldBe(2 / 4.0);
        Recall.At([0], [0, 0], 1).ShouldBe(double.NaN);
    }

    [Fact]
    public void Log_loss_of_probabilities_is_that_of_their_logits() =>
        Gen.Float[-12, 12].Array[1, 50].SelectMany(logits => Gen.Byte[0, 1].Array[logits.Length].Select(labels => (logits, labels))).Sample(given =>
        {
            float[] probabilities = [.. given.logits.Select(logit => (float)(1 / (1 + Math.Exp(-(double)logit))))];
            LogLoss.OfProbabilities(probabilities, given.labels).ShouldBe(LogLoss.OfLogits(given.logits, given.labels), 0.01);
        });

    [Fact]
    public void A_certain_error_is_not_infinite() =>
        LogLoss.OfProbabilities([1f, 0f], [0, 1]).ShouldBe(24 * Math.Log(2), 1e-12);

    [Fact]
    public void Calibration_compares_what_is_promised_with_what_comes_true()
    {
        // Two bins: {0.1, 0.3} promise 0.4 of the 1 that came; {0.6, 0.8, 1.0} promise 2.4 of the 2 that came.
        Calibration found = Calibration.Of([0.1f, 0.3f, 0.6f, 0.8f, 1f], [0, 1, 1, 0, 1], bins: 2);
        found.Ratio.ShouldBe(2.8 / 3, 1e-6);
        found.ExpectedError.ShouldBe((0.6 + 0.4) / 5, 1e-6);
    }

    [Fact]
    public void Predictions_of_the_base_rate_are_calibrated() => Gen.Byte[0, 1].Array[1, 40].Where(labels => labels.Contains((byte)1)).Sample(labels =>
    {
        float rate = (float)labels.Average(label => (double)label);
        Calibration found = Calibration.Of([.. labels.Select(_ => rate)], labels);
        found.Ratio.ShouldBe(1, 1e-5);
        found.ExpectedError.ShouldBe(0, 1e-5);
    });

    [Fact]
    public void Calibration_error_is_between_zero_and_one() =>
        Gen.Float[0, 1].Array[1, 60].SelectMany(scores => Gen.Byte[0, 1].Array[scores.Length].Select(labels => (scores, labels))).Sample(given =>
            Calibration.Of(given.scores, given.labels).ExpectedError.ShouldBeInRange(0, 1 + 1e-9));
}
