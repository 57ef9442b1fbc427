using System.Globalization;
using System.Xml.Linq;
using CsCheck;
using RecPipe.Reporting.Charts;
using RecPipe.Reporting.Html;
using RecPipe.Reporting.Tables;

namespace RecPipe.LoadGen.Tests;

/// <summary>Charts and tables, read back from the page they are drawn on.</summary>
public class ReportingTests
{
    [Fact]
    public void Any_chart_is_well_formed_and_inside_its_frame() =>
        Gen.Select(Gen.Double.Array[0, 20], Gen.Double.Array[0, 20], Gen.Bool, Gen.Bool, Gen.String, Gen.Enum<SeriesStyle>()).Sample((xs, ys, logX, logY, name, style) =>
        {
            Series series = new(name, [.. xs.Zip(ys).Select(p => new ChartPoint(p.First, p.Second, name))], style);
            Chart chart = new(name, new(name, "ms", logX ? AxisScale.Logarithmic : AxisScale.Linear), new("y", "", logY ? AxisScale.Logarithmic : AxisScale.Linear), [series, series]);
            foreach (XAttribute transform in Parse(new HtmlPage(name).Chart(chart)).Descendants("path").Attributes("transform"))
            {
                double[] at = [.. transform.Value["translate(".Length..^1].Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
                at[0].ShouldBeInRange(0, 760);
                at[1].ShouldBeInRange(0, 400);
            }
        });

    [Fact]
    public void Every_point_is_drawn_once_with_its_hover_text()
    {
        Chart chart = new("Latency against load", new("Offered load", "queries/s"), new("p95", "ms", AxisScale.Logarithmic),
            [new("one-stage", [new(10, 20), new(20, 45, "saturated"), new(30, 0)])]);
        XElement page = Parse(new HtmlPage("t").Chart(chart));
        string[] hover = [.. page.Descendants("path").Where(p => (string?)p.Attribute("class") == "marker").Select(p => p.Element("title")!.Value)];
        hover.ShouldBe(
        [
            "one-stage\nOffered load (queries/s): 10\np95 (ms): 20",
            "one-stage · saturated\nOffered load (queries/s): 20\np95 (ms): 45",
        ]); // 0 has no place on a logarithmic axis
        page.Descendants("text").Select(t => t.Value).ShouldContain("Offered load (queries/s)");
        page.Descendants("text").Select(t => t.Value).ShouldContain("p95 (ms)");
    }

    [Fact]
    public void Ticks_are_round_numbers_around_the_values()
    {
        Labels(new("x"), [3, 97]).ShouldBe(["0", "20", "40", "60", "80", "100"]);
        Labels(new("x"), [1000.5, 1000.9]).ShouldBe(["1,000.5", "1,000.6", "1,000.7", "1,000.8", "1,000.9"]);
        Labels(new("x", "", AxisScale.Logarithmic), [3, 400]).ShouldBe(["2", "5", "10", "20", "50", "100", "200", "500"]);
        Labels(new("x", "", AxisScale.Logarithmic), [0.002, 900]).ShouldBe(["0.001", "0.01", "0.1", "1", "10", "100", "1,000"]);
        Labels(new("x") { Min = 0, Max = 10, Ticks = [new(0, "start"), new(10, "end")] }, [5]).ShouldBe(["start", "end"]);
    }

    [Fact]
    public void Nothing_measured_is_said()
    {
        Chart chart = new("t", new("x"), new("y"), [new("s", [new(double.NaN, 1)])]);
        Parse(new HtmlPage("t").Chart(chart)).Descendants("text").Select(t => t.Value).ShouldContain("Nothing was measured.");
    }

    [Fact]
    public void A_table_reads_the_same_in_every_format()
    {
        Table table = new Table(new Column("Pipeline", IsNumber: false), new Column("p95 (ms)")).Add("two|stage", "1.5").Add("a \"b\", <c>", "12.25");
        table.ToText().ShouldBe("Pipeline    p95 (ms)\n----------  --------\ntwo|stage        1.5\na \"b\", <c>     12.25\n");
        table.ToMarkdown().ShouldBe("| Pipeline | p95 (ms) |\n| --- | ---: |\n| two\\|stage | 1.5 |\n| a \"b\", &lt;c> | 12.25 |\n");
        table.ToCsv().ShouldBe("Pipeline,p95 (ms)\r\ntwo|stage,1.5\r\n\"a \"\"b\"\", <c>\",12.25\r\n");
        Parse(new HtmlPage("t").Table(table)).Descendants("td").Select(td => td.Value).ShouldBe(["two|stage", "1.5", "a \"b\", <c>", "12.25"]);
        Should.Throw<ArgumentOutOfRangeException>(() => table.Add("one cell"));
    }

    private static string[] Labels(Axis axis, double[] values)
    {
        Chart chart = new("t", axis, new("y") { Ticks = [] }, [new("s", [.. values.Select(v => new ChartPoint(v, 1))])]);
        return [.. Parse(new HtmlPage("t").Chart(chart)).Descendants("text").Where(t => (string?)t.Attribute("class") == "tick").Select(t => t.Value)];
    }

    private static XElement Parse(HtmlPage page) => XDocument.Parse(page.ToHtml().Replace("<!DOCTYPE html>", "")).Root!;
}
