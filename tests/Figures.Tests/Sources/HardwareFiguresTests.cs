using System.Globalization;
using RecPipe.Figures.Sources;

namespace RecPipe.Figures.Tests.Sources;

/// <summary>Figures 10a, 10c and 11, which rest on the accelerator model.</summary>
public class HardwareFiguresTests
{
    private static readonly FigureContext s_parity = new() { Configs = Repository.PathOf("configs"), Mode = FigureMode.Parity };
    private static readonly FigureContext s_corrected = s_parity with { Mode = FigureMode.Corrected };

    [Fact]
    public void Area_and_power_are_the_published_ones_to_the_last_digit()
    {
        Figure figure = new Figure11().Build(s_parity, TestContext.Current.CancellationToken);
        figure.Values.Count.ShouldBe(26);
        figure.Values.Where(value => value.Published != 0).ShouldAllBe(value => Math.Abs(value.DeviationPercent!.Value) < 1e-3);
        figure.Values[^2].Ours!.Value.ShouldBe(7.67, 0.005);
        figure.Values[^1].Ours!.Value.ShouldBe(27.43, 0.005);
        figure.Values.Single(value => value is { Series: "RPAccel", Point: "total", Quantity: "area (mm^2)" }).Ours!.Value.ShouldBe(28.550, 5e-4);
    }

    [Fact]
    public void With_one_kind_of_memory_for_both_RPAccel_adds_less_than_half()
    {
        Figure figure = new Figure11().Build(s_corrected, TestContext.Current.CancellationToken);
        figure.Values[^2].Ours!.Value.ShouldBe(3.51, 0.005);
        figure.Values[^1].Ours!.Value.ShouldBe(11.77, 0.005);
    }

    [Fact]
    public void Cycles_on_arrays_are_the_simulators_and_features_are_taken_apart()
    {
        Figure figure = new Figure10a("one-stage").Build(s_parity, TestContext.Current.CancellationToken);
        figure.Values.Count.ShouldBe(90);
        figure.Values.ShouldAllBe(value => Math.Abs(value.DeviationPercent!.Value) < 1e-3);
        IReadOnlyList<string> published = figure.Tables.Single(table => table.Name == "features").Table.Rows[0];
        published[2].ShouldBe("2.091", "the published one-stage latency, ms");
        Figure corrected = new Figure10a("one-stage").Build(s_corrected, TestContext.Current.CancellationToken);
        corrected.Values.Where(value => value.Series == "rm-small" && value.Quantity == "cycles").ShouldAllBe(value => value.DeviationPercent > 0, "true top layers of RM-small are wider");
    }

    [Fact]
    public void Caches_are_hit_as_often_as_published_and_less_split_in_half_when_corrected()
    {
        Figure figure = new Figure10c().Build(s_parity, TestContext.Current.CancellationToken), corrected = new Figure10c().Build(s_corrected, TestContext.Current.CancellationToken);
        figure.Values.Count.ShouldBe(217);
        figure.Values.ShouldAllBe(value => Math.Abs(value.DeviationPercent!.Value) < 4);
        figure.Tables[0].Table.Rows.ShouldAllBe(row => row[1] == row[3], "the best split, published and ours");
        corrected.Values.Where(value => value.Quantity == "average access (cycles)" && value.Point.StartsWith("0.5", StringComparison.Ordinal)).ShouldAllBe(value => value.DeviationPercent < -5);
    }

    [Fact]
    public void The_shipped_part_of_the_cache_study_is_the_references()
    {
        string[][] rows = [.. File.ReadLines(Repository.Reference("figures", "figure10c_embedding_cache.csv")).Select(line => line.Split(','))];
        Dictionary<(double, double), string[]> eighth = rows.Skip(1).Where(row => row[0] == "0.125").ToDictionary(row => (Number(row[1]), Number(row[2])));
        foreach (Published.PublishedRow row in Published.PublishedFigure.Load("10c").Rows)
            Math.Abs(row.Number("amat") - Number(eighth[(row.Number("capacityBytes"), row.Number("split"))][^1])).ShouldBeLessThan(1e-3);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
