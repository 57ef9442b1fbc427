using CsCheck;
using RecPipe.Ranking.Quality;

namespace RecPipe.Ranking.Tests;

public class NormalizedDiscountedCumulativeGainTests
{
    [Fact]
    public void Equals_a_hand_computed_example()
    {
        // DCG = 1/log2(2) + 1/log2(4) = 1.5; three relevant candidates: ideal = 1 + 1/log2(3) + 1/2.
        double ideal = 1 + 1 / Math.Log2(3) + 0.5;
        NormalizedDiscountedCumulativeGain.At([1, 0, 1], [0, 1, 1, 0, 1], 3).ShouldBe(1.5 / ideal, 1e-12);
    }

    [Fact]
    public void Graded_relevance_gains_two_to_the_relevance_less_one()
    {
        // Relevances 3, 2, 3, 0, 1, 2 in ranked order, written out term by term.
        double dcg = 7 / 1.0 + 3 / Math.Log2(3) + 7 / 2.0 + 0 + 1 / Math.Log2(6) + 3 / Math.Log2(7);
        double ideal = 7 / 1.0 + 7 / Math.Log2(3) + 3 / 2.0 + 3 / Math.Log2(5) + 1 / Math.Log2(6);
        NormalizedDiscountedCumulativeGain.At([3, 2, 3, 0, 1, 2], [3, 2, 3, 0, 1, 2], 6).ShouldBe(dcg / ideal, 1e-12);
    }

    [Fact]
    public void Is_one_for_the_ideal_order_and_between_zero_and_one_for_any() =>
        Gen.Select(Gen.Byte[0, 3].Array[1, 60], Gen.Int[1, 80]).Where((relevance, _) => relevance.Any(r => r > 0)).Sample((relevance, k) =>
        {
            byte[] ideal = [.. relevance.OrderDescending()];
            NormalizedDiscountedCumulativeGain.At(ideal, relevance, k).ShouldBe(1, 1e-12);
            NormalizedDiscountedCumulativeGain.At(relevance, relevance, k).ShouldBeInRange(0, 1 + 1e-12);
        });

    [Fact]
    public void A_query_without_a_relevant_candidate_has_none() =>
        NormalizedDiscountedCumulativeGain.At([0, 0], [0, 0, 0], 2).ShouldBe(double.NaN);
}
