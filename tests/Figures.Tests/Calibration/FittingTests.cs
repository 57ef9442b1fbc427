using RecPipe.Figures.Calibration.Fitting;

namespace RecPipe.Figures.Tests.Calibration;

public class FittingTests
{
    [Fact]
    public void Least_squares_finds_the_factors_that_made_the_rows()
    {
        (double[], double)[] rows = [.. Enumerable.Range(0, 10).Select(i => (new double[] { 1, i, i * i % 7 }, 2 - 0.5 * i + 3 * (i * i % 7)))];
        double[] factors = LeastSquares.Fit(rows);
        factors[0].ShouldBe(2, 1e-9);
        factors[1].ShouldBe(-0.5, 1e-9);
        factors[2].ShouldBe(3, 1e-9);
    }

    [Fact]
    public void Rows_that_do_not_tell_factors_apart_are_refused() =>
        Should.Throw<ArgumentException>(() => LeastSquares.Fit([([1, 2], 3), ([2, 4], 6)]));

    [Fact]
    public void The_search_walks_to_the_lowest_point_and_not_below_zero()
    {
        double[] best = CoordinateSearch.Minimise([1, 1], [0.4, 0.4], 12, x => Math.Pow(x[0] - 2.3, 2) + Math.Pow(x[1] + 1, 2), _ => { });
        best[0].ShouldBe(2.3, 0.05);
        best[1].ShouldBeInRange(0, 0.05);
    }
}
