using RecPipe.Ranking.Quality;

namespace RecPipe.Ranking.Tests;

public class LogLossTests
{
    [Fact]
    public void Is_the_mean_surprise() =>
        // sigmoid(0) = 1/2 costs ln 2; sigmoid(ln 3) = 3/4 costs ln 4/3 when right and ln 4 when wrong.
        LogLoss.OfLogits([0f, MathF.Log(3), MathF.Log(3)], [1, 1, 0]).ShouldBe((Math.Log(2) + Math.Log(4 / 3.0) + Math.Log(4)) / 3, 1e-6);

    [Fact]
    public void A_confident_error_costs_its_logit() => LogLoss.OfLogits([200f], [0]).ShouldBe(200, 1e-9);

    [Fact]
    public void NaN_stays_NaN() => LogLoss.OfLogits([float.NaN, 0f], [0, 1]).ShouldBe(double.NaN);
}
