namespace RecPipe.Figures.Tests.Sources;

public class ParityTests
{
    [Theory]
    [InlineData("7", 0.96, 9)]
    [InlineData("8", 0.99, 6)]
    public void Server_pipelines_come_out_in_the_published_order(string number, double alike, double medianPercent)
    {
        Figure figure = Build(number);
        (int same, int pairs) = figure.Values.Ranking(value => value.Series[0] + value.Point[(value.Point.LastIndexOf(',') + 1)..]);
        pairs.ShouldBeGreaterThan(100);
        ((double)same / pairs).ShouldBeGreaterThanOrEqualTo(alike);
        Median(figure).ShouldBeLessThanOrEqualTo(medianPercent);
        EveryLargeDeviationIsExplained(figure);
    }

    [Fact]
    public void Rpaccel_with_more_candidates_has_the_published_designs_and_tails()
    {
        Figure figure = Build("13");
        figure.Values.ShouldAllBe(value => Math.Abs(value.DeviationPercent!.Value) <= 6);
        figure.Tables[1].Table.Rows.ShouldAllBe(row => row[1].StartsWith(row[2] + " ", StringComparison.Ordinal));
        (int same, int pairs) = figure.Values.Ranking(_ => "");
        same.ShouldBe(pairs);
    }

    [Fact]
    public void Rpaccel_by_load_reaches_the_published_loads_and_the_headline_ratios()
    {
        Figure figure = Build("12");
        figure.Values.ShouldAllBe(value => value.Ours.HasValue == value.Published.HasValue);
        double Ours(string series, string point) => figure.Values.Single(value => value.Series == series && value.Point.StartsWith(point, StringComparison.Ordinal)).Ours!.Value;
        (Ours("one stage", "400 ") / Ours("two stages", "400 ")).ShouldBe(3.95, 0.8);
        Median(figure).ShouldBeLessThanOrEqualTo(10);
        EveryLargeDeviationIsExplained(figure);
    }

    private static Figure Build(string number) => FigureCatalog.Choose([number])[0].Build(
        new() { Mode = FigureMode.Parity, Repetitions = 4, Configs = Repository.PathOf("configs") }, TestContext.Current.CancellationToken);

    private static double Median(Figure figure)
    {
        double[] deviations = [.. figure.Values.Select(value => value.DeviationPercent).OfType<double>().Select(Math.Abs).Order()];
        return deviations[deviations.Length / 2];
    }

    private static void EveryLargeDeviationIsExplained(Figure figure) =>
        figure.Values.Where(value => Math.Abs(value.DeviationPercent ?? 0) > 10).ShouldAllBe(value => value.Why.Length > 0);
}
