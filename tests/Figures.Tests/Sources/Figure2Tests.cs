using System.Globalization;
using RecPipe.Figures.Published;
using RecPipe.Figures.Sources;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Figures.Tests.Sources;

public class Figure2Tests
{
    private static readonly FigureContext s_context = new() { Configs = Repository.PathOf("configs"), Mode = FigureMode.Parity };

    [Fact]
    public void Counts_are_the_published_ones_and_the_exact_front_is_the_published_one()
    {
        Figure figure = new Figure2().Build(s_context, TestContext.Current.CancellationToken);
        figure.Values.Count.ShouldBe(13);
        figure.Values.ShouldAllBe(value => value.DeviationPercent == 0);
        IReadOnlyList<string>[] rows = [.. figure.Tables[0].Table.Rows];
        rows.Count(row => row[6] == "yes").ShouldBe(13);
        rows.ShouldAllBe(row => row[6] == row[7], "published front, and front as plotted");
        rows.Count(row => row[8] == "yes").ShouldBe(13);
        rows.Count(row => row[6] == "yes" && row[8] == "yes").ShouldBe(9, "what stays when nothing is left out");
    }

    [Fact]
    public void In_corrected_mode_all_multiply_accumulates_count()
    {
        Figure figure = new Figure2().Build(s_context with { Mode = FigureMode.Corrected }, TestContext.Current.CancellationToken);
        figure.Values.Single(value => value.Point == "13-64-4 / 64-1").Ours.ShouldBe(13 * 64 + 64 * 4 + (4 + 351) * 64 + 64 + 351 * 4);
    }

    [Fact]
    public void Both_counts_of_all_networks_are_those_of_the_reference()
    {
        string[][] rows = [.. File.ReadLines(Repository.Reference("figures", "figure2_models.csv")).Select(line => line.Split(','))];
        Func<string[], string, string> cell = (row, name) => row[Array.IndexOf(rows[0], name)];
        var expected = rows.Skip(1).Select(row => (cell(row, "arch_mlp_bot"), cell(row, "arch_mlp_top"),
            long.Parse(cell(row, "macs_as_plotted"), CultureInfo.InvariantCulture), long.Parse(cell(row, "macs_with_dot_interaction_input"), CultureInfo.InvariantCulture)));
        var counted = PublishedFigure.Load("2").Rows.Select(CountedNetwork.Of).Select(network => (network.Bottom, network.Top, network.MacsAsPlotted, network.LayerMacs));
        counted.Order().ShouldBe(expected.Order());
    }

    [Fact]
    public void Networks_of_a_sweep_stand_beside_them_and_diverged_ones_are_left_out()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.PathOf("sweep.csv"), "name,macs,macs_as_plotted,accuracy\r\nours,25276,1152,0.8\r\nlost,1,1,diverged\r\n");
        Figure figure = new Figure2().Build(s_context with { Sweep = folder.Root }, TestContext.Current.CancellationToken);
        figure.Tables.Single(table => table.Name == "sweep").Table.Rows.Single().ShouldBe(["ours", "1152", "25276", "80.000"]);
        figure.Charts[0].Chart.Series[^1].Points.Single().ShouldBe(new(1152, 80, "ours"));
    }

    [Fact]
    public void A_folder_without_a_sweep_is_named()
    {
        using TemporaryFolder folder = new();
        Should.Throw<ConfigException>(() => new Figure2().Build(s_context with { Sweep = folder.Root }, TestContext.Current.CancellationToken)).Problems[0].File.ShouldEndWith("sweep.csv");
        File.WriteAllText(folder.PathOf("sweep.csv"), "name,macs\r\n");
        Should.Throw<ConfigException>(() => new Figure2().Build(s_context with { Sweep = folder.Root }, TestContext.Current.CancellationToken)).Problems[0].Problem.ShouldContain("accuracy");
    }
}
