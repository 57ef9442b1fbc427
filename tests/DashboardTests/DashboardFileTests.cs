using System.Text.Json;
using RecPipe.Tools.Dashboards;

namespace RecPipe.DashboardTests;

/// <summary>deploy/grafana/dashboards: written by tools/Dashboards, and fit to be read.</summary>
public sealed class DashboardFileTests
{
    public static TheoryData<string> Names => [.. Catalogue.All.Select(dashboard => dashboard.Name)];

    [Fact]
    public void Committed_files_are_what_the_tool_writes()
    {
        string folder = Repository.PathOf("deploy", "grafana", "dashboards");
        Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order().ShouldBe(Catalogue.All.Select(dashboard => $"{dashboard.Name}.json").Order());
        foreach (Dashboard dashboard in Catalogue.All)
            (File.ReadAllText(Path.Combine(folder, $"{dashboard.Name}.json")) == DashboardJson.Of(dashboard)).ShouldBeTrue($"{dashboard.Name}.json is stale: dotnet run --project tools/Dashboards -- deploy/grafana/dashboards");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Panels_say_what_they_show_and_in_which_unit(string name)
    {
        foreach (Panel panel in Catalogue.All.Single(dashboard => dashboard.Name == name).Rows.SelectMany(row => row.Panels))
        {
            panel.Title.ShouldNotBeNullOrWhiteSpace();
            panel.Description.Length.ShouldBeGreaterThan(10, panel.Title);
            panel.Description.ShouldEndWith(".", customMessage: panel.Title);
            panel.Unit.ShouldNotBeNullOrWhiteSpace(panel.Title);
            panel.Queries.ShouldNotBeEmpty(panel.Title);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Panels_have_places_of_their_own_on_the_grid(string name)
    {
        JsonElement[] panels = [.. Parsed(name).GetProperty("panels").EnumerateArray()];
        panels.Select(panel => panel.GetProperty("id").GetInt32()).ShouldBeUnique();
        HashSet<(int, int)> taken = [];
        foreach (JsonElement place in panels.Select(panel => panel.GetProperty("gridPos")))
        {
            (int x, int y, int w, int h) = (place.GetProperty("x").GetInt32(), place.GetProperty("y").GetInt32(), place.GetProperty("w").GetInt32(), place.GetProperty("h").GetInt32());
            (x + w).ShouldBeLessThanOrEqualTo(24);
            for (int cell = 0; cell < w * h; cell++)
                taken.Add((x + cell % w, y + cell / w)).ShouldBeTrue($"two panels at {x}, {y}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_variable_is_used_and_every_used_one_is_there(string name)
    {
        Dashboard dashboard = Catalogue.All.Single(dashboard => dashboard.Name == name);
        string[] used = [.. Expressions.Of(dashboard).SelectMany(expression => Expressions.VariablesOf(expression.Raw)).Distinct().Order()];
        used.ShouldBe(dashboard.Variables.Select(variable => variable.Name).Order());
    }

    private static JsonElement Parsed(string name) => JsonDocument.Parse(File.ReadAllText(Repository.PathOf("deploy", "grafana", "dashboards", $"{name}.json"))).RootElement;
}
