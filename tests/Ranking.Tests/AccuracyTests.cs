using RecPipe.Ranking.Quality;

namespace RecPipe.Ranking.Tests;

public class AccuracyTests
{
    [Fact]
    public void Counts_the_rows_whose_likelier_label_is_theirs()
    {
        Accuracy.OfLogits([2, -1, 0.1f, -3], [1, 0, 0, 1]).ShouldBe(0.5);
        Accuracy.OfLogits([0, 0], [0, 1]).ShouldBe(0.5);
        Accuracy.OfLogits([1, float.NaN], [1, 1]).ShouldBe(double.NaN);
        Accuracy.OfLogits([], []).ShouldBe(double.NaN);
    }
}
