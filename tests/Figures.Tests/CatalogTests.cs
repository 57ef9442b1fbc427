using RecPipe.Figures.Published;
using RecPipe.Figures.Writing;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Figures.Tests;

public class CatalogTests
{
    [Fact]
    public void A_number_that_is_no_figure_is_named_with_those_that_are()
    {
        ConfigException refusal = Should.Throw<ConfigException>(() => FigureCatalog.Choose(["99"]));
        refusal.Problems[0].Field.ShouldBe("99");
    }

    [Fact]
    public void Published_values_have_a_source_and_keep_what_was_not_plotted_apart()
    {
        PublishedFigure figure = PublishedFigure.Load("12");
        figure.Source.ShouldStartWith("The published artefact");
        figure.Rows.Count.ShouldBe(29);
        figure.Rows.Count(row => row.NumberOrNull("p95Ms") is null).ShouldBe(5);
        figure.Rows[0].Number("p95Ms").ShouldBe(2.5);
    }

    [Fact]
    public void Files_hold_every_table_and_chart_beside_one_page()
    {
        using TemporaryFolder folder = new();
        ComparedValue value = new("one stage", "400 queries/s", "p95 (ms)", 11, 10);
        Figure figure = new()
        {
            Number = "7",
            Title = "a test",
            Mode = FigureMode.Parity,
            Values = [value],
            Tables = [new("tails", "Tails", new[] { value }.ToTable())],
            Charts = [new("tails", new("Tails", new("load", "queries/s"), new("p95", "ms"), [new("one", [new(1, 2), new(2, 3)])]))],
            Remarks = ["Nothing."],
        };
        IReadOnlyList<string> written = FigureFiles.Write(folder.Root, [figure]);
        written.Select(Path.GetFileName).ShouldBe(["figures.html", "figures.json", "figure-7-tails.csv", "figure-7-tails.svg"]);
        File.ReadAllText(written[2]).ShouldContain("one stage,400 queries/s,p95 (ms),11,10,+10.0");
        System.Xml.Linq.XDocument.Parse(File.ReadAllText(written[3])).Root!.Name.NamespaceName.ShouldBe("http://www.w3.org/2000/svg");
        figure.Values.Summary().ShouldContain("deviation 10.0 % in the median");
    }
}
