using CsCheck;
using RecPipe.Ranking.Quality;
using RecPipe.Ranking.Quality.Parity;

namespace RecPipe.Ranking.Tests;

/// <summary>The published artefact's metrics, by hand, and how they part from the field's.</summary>
public class ParityMetricTests
{
    [Fact]
    public void The_artefacts_ndcg_divides_by_a_list_of_ones()
    {
        // Returned labels 1, 0, 1: (1 + 1/2) / (1 + 1/log2(3) + 1/2).
        double ones = 1 + 1 / Math.Log2(3) + 0.5;
        AllOnesDcgRatio.At([1, 0, 1, 1], 3).ShouldBe(1.5 / ones, 1e-12);
        AllOnesDcgRatio.At([1, 0], 3).ShouldBe(1 / (1 + 1 / Math.Log2(3)), 1e-12); // a shorter list has a shorter ideal
    }

    [Fact]
    public void A_perfect_order_of_few_clicks_is_1_in_NDCG_and_less_in_the_artefacts()
    {
        byte[] perfect = [1, 1, 0, 0, 0, 0, 0, 0];
        NormalizedDiscountedCumulativeGain.At(perfect, perfect, 4).ShouldBe(1);
        AllOnesDcgRatio.At(perfect, 4).ShouldBe((1 + 1 / Math.Log2(3)) / (1 + 1 / Math.Log2(3) + 0.5 + 1 / Math.Log2(5)), 1e-12);
    }

    [Fact]
    public void It_is_never_more_than_NDCG_and_equal_when_k_candidates_are_relevant() =>
        Gen.Byte[0, 1].Array[4, 40].Where(labels => labels.Contains((byte)1)).Sample(labels =>
        {
            double ratio = AllOnesDcgRatio.At(labels, 4), ndcg = NormalizedDiscountedCumulativeGain.At(labels, labels, 4);
            ratio.ShouldBeInRange(0, 1);
            if (labels.Count(label => label == 1) >= 4)
                ratio.ShouldBe(ndcg, 1e-12);
            else
                ratio.ShouldBeLessThan(ndcg + 1e-12);
        });

    [Fact]
    public void The_artefacts_error_is_of_rounded_scores()
    {
        // 0.4 -> 0 and 0.6 -> 1 are right, 0.7 -> 1 is wrong, and a half rounds to even, to 0: wrong for a click.
        LastStageError.Of([0.4f, 0.6f, 0.7f, 0.5f], [0, 1, 0, 1]).ShouldBe(0.5);
    }

    [Fact]
    public void Scores_that_float16_cannot_tell_apart_come_out_backwards()
    {
        // 0.7 and 0.7001 are one float16 (spacing 2^-11 above a half); 0.71 is another.
        int[] order = new int[4];
        HalfPrecisionOrder.Select([0.7001f, 0.2f, 0.7f, 0.71f], order).ShouldBe(4);
        order.ShouldBe([3, 2, 0, 1]);
        TopK.Select([0.7001f, 0.2f, 0.7f, 0.71f], order, new float[4]);
        order.ShouldBe([3, 0, 2, 1]);
    }

    [Fact]
    public void Half_precision_order_is_a_stable_sort_read_backwards() =>
        Gen.Float[-2, 2].Array[0, 200].SelectMany(scores => Gen.Int[0, 210].Select(keep => (scores, keep))).Sample(given =>
        {
            int[] order = new int[given.keep];
            int count = HalfPrecisionOrder.Select(given.scores, order);
            order[..count].ShouldBe(Enumerable.Range(0, given.scores.Length).OrderBy(i => (Half)given.scores[i]).Reverse().Take(given.keep));
        });
}
