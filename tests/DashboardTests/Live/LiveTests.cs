using System.Text.RegularExpressions;

namespace RecPipe.DashboardTests.Live;

/// <summary>What a live Prometheus makes of the dashboards and rules while the system is under load and put through faults.</summary>
public sealed partial class LiveTests(LiveRun run) : IClassFixture<LiveRun>
{
    public static TheoryData<string> Alerts =>
        [.. AlertName().Matches(File.ReadAllText(Repository.PathOf("deploy", "prometheus", "rules", "alerts.yml"))).Select(match => match.Groups[1].Value)];

    [Fact]
    public void Every_expression_of_every_dashboard_returns_data()
    {
        Tool.Require("prometheus");
        run.DashboardProblems.ShouldBeEmpty();
    }

    [Fact]
    public void Every_rule_is_evaluated_and_returns_data()
    {
        Tool.Require("prometheus");
        run.Rules.ShouldNotBeEmpty();
        run.Rules.Where(rule => rule.Health != "ok").Select(rule => $"{rule.Name}: {rule.LastError}").ShouldBeEmpty();
        run.RuleProblems.ShouldBeEmpty();
    }

    [Fact]
    public void Mistakes_are_found()
    {
        Tool.Require("prometheus");
        run.FoundMistakes.Select(problem => problem[..problem.IndexOf(": ", StringComparison.Ordinal)])
            .ShouldBe(["syntax", "metric", "value", "legend", "matcher, matcher", "grouping, grouping"], ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void An_alert_fires_by_its_fault_and_clears_after_it(string alert)
    {
        Tool.Require("prometheus");
        Assert.SkipWhen(
            alert == "RecPipeLoadLag" && run.FiredUnasked.Contains(alert),
            "This machine was so busy with other things that the load generator lagged all the time: the alert fired before its fault. Run it on a quieter one.");
        run.Fired.Keys.ShouldContain(alert);
        run.Fired[alert].ShouldNotContain("<no value>");
        run.Fired[alert].ShouldNotContain("<error");
        run.Cleared.ShouldContain(alert);
    }

    [Theory]
    [InlineData("RecPipeStageDown", "\"stage\":\"rm-large\"", "\"pipeline\":\"two-stage\"")]
    [InlineData("RecPipeDegradedShare", "\"pipeline\":\"two-stage\"")]
    [InlineData("RecPipeTargetDown", "\"job\":\"worker-large\"")]
    [InlineData("RecPipeErrorShare", "\"pipeline\":\"emulated\"")]
    [InlineData("RecPipeSloBurnFast", "\"pipeline\":\"emulated\"")]
    [InlineData("RecPipeShedding", "\"pipeline\":\"emulated\"")]
    [InlineData("RecPipeQueueGrowing", "\"job\":\"accel-emulator\"", "\"device\":\"gpu-t4\"")]
    public void An_alert_names_what_was_broken(string alert, params string[] labels)
    {
        Tool.Require("prometheus");
        run.Fired.Keys.ShouldContain(alert);
        foreach (string label in labels)
            run.Fired[alert].Replace(" ", "", StringComparison.Ordinal).ShouldContain(label);
    }

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex AlertName();
}
