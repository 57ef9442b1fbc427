using CsCheck;
using RecPipe.Ranking.Quality;

namespace RecPipe.Ranking.Tests;

public class AreaUnderCurveTests
{
    [Fact]
    public void A_hand_computed_example_with_a_tie() =>
        // Pairs (positive, negative): 0.8 beats both, 0.4 ties one and beats one, of four.
        AreaUnderCurve.Of([0.1f, 0.4f, 0.4f, 0.8f], [0, 0, 1, 1]).ShouldBe(3.5 / 4);

    [Fact]
    public void Equals_counting_all_pairs() =>
        Gen.Select(Gen.Int[-5, 5], Gen.Bool).Array[1, 60].Sample(rows =>
        {
            float[] scores = [.. rows.Select(row => row.Item1 / 3f)];
            byte[] labels = [.. rows.Select(row => (byte)(row.Item2 ? 1 : 0))];
            double[] pairs = [.. from p in rows where p.Item2 from n in rows where !n.Item2 select p.Item1 > n.Item1 ? 1 : p.Item1 == n.Item1 ? 0.5 : 0];
            double area = AreaUnderCurve.Of(scores, labels);
            if (pairs.Length == 0)
                area.ShouldBe(double.NaN);
            else
                area.ShouldBe(pairs.Average(), 1e-12);
        });

    [Fact]
    public void A_NaN_is_an_error() =>
        Should.Throw<NotANumberScoreException>(() => AreaUnderCurve.Of([0f, float.NaN], [0, 1])).Position.ShouldBe(1);
}
