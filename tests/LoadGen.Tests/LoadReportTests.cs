using System.Text.Json;
using System.Xml.Linq;
using RecPipe.LoadGen.Commands;
using RecPipe.LoadGen.Reports;
using RecPipe.Ranking.Configuration;
using RecPipe.Workloads.Objectives;

namespace RecPipe.LoadGen.Tests;

public class LoadReportTests
{
    private const string Nasty = "<script>alert(\"&\")</script>\u0001 | a,b";

    [Fact]
    public async Task Json_reads_back_as_the_same_report()
    {
        LoadReport report = await Reports.SampleAsync();
        LoadReport read = JsonSerializer.Deserialize<LoadReport>(LoadReportFiles.Write(report, ReportFormat.Json), ConfigFile.Json).ShouldNotBeNull();
        read.Latency.ShouldBe(report.Latency);
        read.Errors.ShouldBe(report.Errors);
        read.Workload.Load.ShouldBe(report.Workload.Load);
        read.Timeline.ShouldBe(report.Timeline);
        (read.Throughput, read.Quality, read.Machine, read.Schedule, read.Started).ShouldBe((report.Throughput, report.Quality, report.Machine, report.Schedule, report.Started));
    }

    [Fact]
    public async Task Csv_is_one_line_under_a_header_with_units()
    {
        LoadReport report = await Reports.SampleAsync("a,\"b\"");
        string[] lines = LoadReportFiles.Write(report, ReportFormat.Csv).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(2);
        lines[1].ShouldStartWith("\"a,\"\"b\"\"\",test,1970-01-01T");
        Dictionary<string, string> cells = lines[0].Split(',').Skip(1).Zip(lines[1]["\"a,\"\"b\"\"\",".Length..].Split(',')).ToDictionary(c => c.First, c => c.Second);
        cells["arrivals"].ShouldBe("500");
        cells["answered"].ShouldBe("490");
        cells["offered_per_s"].ShouldBe("100");
        cells["ndcg"].ShouldBe("0.75");
        cells["hit_rate"].ShouldBe("0.9");
        double.Parse(cells["p99_ms"], System.Globalization.CultureInfo.InvariantCulture).ShouldBe(report.Latency.P99.TotalMilliseconds);
    }

    [Fact]
    public async Task Html_is_well_formed_stands_alone_and_escapes_everything()
    {
        string html = LoadReportFiles.Write(await Reports.SampleAsync(Nasty), ReportFormat.Html);
        html.ShouldStartWith("<!DOCTYPE html>");
        XDocument page = XDocument.Parse(html.Replace("<!DOCTYPE html>", ""));
        page.Descendants("script").ShouldBeEmpty();
        page.Descendants("h1").Single().Value.ShouldContain("<script>alert(\"&\")</script>\uFFFD");
        page.Descendants("figure").Count().ShouldBe(2);
        page.Descendants("svg").SelectMany(svg => svg.Descendants("title")).ShouldNotBeEmpty();
        page.Descendants().Attributes().ShouldAllBe(attribute => !attribute.Value.Contains("http:", StringComparison.Ordinal) && attribute.Name.LocalName != "src" && attribute.Name.LocalName != "href");
        page.Descendants("style").Single().Value.ShouldNotContain("url(");
    }

    [Fact]
    public async Task Text_and_Markdown_say_what_matters()
    {
        LoadReport report = await Reports.SampleAsync(Nasty);
        string text = LoadReportFiles.Write(report, ReportFormat.Txt), markdown = LoadReportFiles.Write(report, ReportFormat.Md);
        foreach (string expected in new[] { "p99.9", "Unavailable", "NDCG@64", "0.75 over 490 queries", "Hit rate@64", "10 (2%)", "schedule 1, queries 1", "NOT a Poisson process", "Generator's lag", "errors<1%" })
            text.ShouldContain(expected);
        markdown.ShouldContain("| Target | &lt;script>");
        markdown.ShouldContain(" \\| a,b |");
        text.ShouldContain(report.Validity);
        markdown.ShouldContain(report.Validity);
    }

    [Fact]
    public async Task Files_are_written_in_every_format()
    {
        using TemporaryFolder folder = new();
        LoadReport report = await Reports.SampleAsync();
        IReadOnlyList<string> paths = LoadReportFiles.Save(report, folder.PathOf("new", "folder"), Enum.GetValues<ReportFormat>());
        paths.Select(Path.GetFileName).ShouldBe(["load.txt", "load.csv", "load.md", "load.html", "load.json"]);
        paths.ShouldAllBe(path => new FileInfo(path).Length > 100);
    }

    [Theory]
    [InlineData("p50<3ms", true)]
    [InlineData("p99.9<1ms", false)]
    [InlineData("max<=10ms", true)]
    [InlineData("mean>1ms", true)]
    [InlineData("errors<=2%", true)]
    [InlineData("errors<2%", false)]
    [InlineData("degraded<11%", true)]
    [InlineData("throughput>97", true)]
    [InlineData("ndcg@64>=0.75", true)]
    [InlineData("hitrate@64>0.9", false)]
    [InlineData("hitrate@64>=0.9", true)]
    [InlineData("ndcg@10>0", false)] // judged at 64: not measured
    public async Task Thresholds_judge_the_report(string text, bool met)
    {
        LoadReport report = await Reports.SampleAsync();
        ThresholdOutcome.Of(ThresholdParser.Parse(text, out _).ShouldNotBeNull(), report).Met.ShouldBe(met);
    }

    [Fact]
    public async Task The_exit_code_names_the_gravest_trouble()
    {
        LoadReport report = await Reports.SampleAsync() with { Thresholds = [] };
        ThresholdOutcome missed = new("p95<1ms", "2 ms", false);
        LoadExitCode.Of(report).ShouldBe(0);
        LoadExitCode.Of(report with { Thresholds = [missed] }).ShouldBe(1);
        LoadExitCode.Of(report with { Thresholds = [missed], Valid = false }).ShouldBe(3);
        LoadExitCode.Of(report with { Thresholds = [missed], Valid = false, Interrupted = true }).ShouldBe(130);
    }
}
