using RecPipe.Figures.Runs;

namespace RecPipe.Figures.Tests.Runs;

public class PublishedFrontTests
{
    /// <summary>Two-stage tails (ms) at 333 and 400 queries/s in the published logs: 4-4 and 16-4.</summary>
    private static readonly (double Tail, double Rate)[] s_points = [(2.854, 333), (2.880, 400), (3.533, 400), (3.735, 500)];

    [Fact]
    public void Rounding_drops_the_best_design_at_400_and_keeps_a_worse_one() =>
        PublishedFront.Rounded(s_points, point => point.Tail, point => point.Rate).ShouldBe([(2.854, 333), (3.533, 400), (3.735, 500)]);

    [Fact]
    public void The_exact_front_keeps_it() =>
        PublishedFront.Exact(s_points, point => point.Tail, point => point.Rate).ShouldBe([(2.854, 333), (2.880, 400), (3.735, 500)]);
}
