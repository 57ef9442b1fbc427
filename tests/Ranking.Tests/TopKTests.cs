using CsCheck;

namespace RecPipe.Ranking.Tests;

public class TopKTests
{
    [Fact]
    public void Equals_a_full_sort_with_ties_kept_in_candidate_order() =>
        Gen.Select(Gen.Int[-20, 20].Array[1, 500], Gen.Int[1, 600]).Sample((values, keep) =>
        {
            float[] scores = [.. values.Select(v => v / 4f)];
            int[] expected = [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).ThenBy(i => i).Take(keep)];
            int[] positions = new int[keep];
            float[] top = new float[keep];
            int kept = TopK.Select(scores, positions, top);
            positions[..kept].ShouldBe(expected);
            top[..kept].ShouldBe(expected.Select(i => scores[i]));
        });

    [Fact]
    public void Orders_infinities_and_ties_the_two_zeros()
    {
        float[] scores = [0f, float.NegativeInfinity, -0f, float.PositiveInfinity, float.Epsilon, -float.Epsilon];
        int[] positions = new int[6];
        TopK.Select(scores, positions, new float[6]).ShouldBe(6);
        positions.ShouldBe([3, 4, 0, 2, 5, 1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_NaN_is_an_error_that_says_where(int at)
    {
        float[] scores = [1f, 2f, 3f, 4f];
        scores[at] = float.NaN;
        Should.Throw<NotANumberScoreException>(() => TopK.Select(scores, new int[2], new float[2])).Position.ShouldBe(at);
    }
}
