using System.Text.Json.Nodes;
using System.Xml.Linq;
using RecPipe.Planning.Reports;
using RecPipe.Planning.Search;
using RecPipe.Planning.Tests.Search;

namespace RecPipe.Planning.Tests.Reports;

public sealed class PlanReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Table_json_and_page_show_the_same_plan()
    {
        RandomSpace random = new(1, _folder);
        PlanResult result = new Planner(random.ToSearchSpace(), random.Hardware, random.Options).Plan(random.Objective, cancellationToken: TestContext.Current.CancellationToken);
        PlanReport report = new() { Experiment = "random", Qualities = "drawn", Seed = 5, Took = TimeSpan.FromSeconds(1), Results = [result] };
        string design = result.Recommended.ShouldNotBeNull().Point.Candidate.Design.ToString();

        PlanTables.ToText(report).ShouldContain($"Recommended: {design}");

        JsonNode json = JsonNode.Parse(PlanJson.Of(report))!["loads"]![0]!;
        json["recommended"]!["design"]!.GetValue<string>().ShouldBe(design);
        json["front"]!.AsArray().Count.ShouldBe(result.Front.Count);

        XDocument page = XDocument.Parse(PlanPage.Of(report).ToHtml().Replace("<!DOCTYPE html>", ""));
        page.Descendants("title").Count(title => title.Parent!.Name == "path" && title.Value.Contains(design)).ShouldBeGreaterThanOrEqualTo(2);
        XElement table = page.Descendants("table").Single(table => (string?)table.Attribute("class") == "sortable");
        table.Descendants("tr").Count().ShouldBe(1 + result.Front.Count);
        page.Descendants("script").ShouldHaveSingleItem().Attribute("src").ShouldBeNull();
        page.ToString().ShouldNotContain("http");
    }

    public void Dispose() => _folder.Dispose();
}
