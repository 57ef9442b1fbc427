using System.Text.RegularExpressions;

namespace RecPipe.DashboardTests;

/// <summary>deploy/prometheus: Prometheus' own checks and unit tests, and that nothing is left out of them.</summary>
public sealed partial class RuleFileTests
{
    private static readonly string s_folder = Repository.PathOf("deploy", "prometheus");
    private static readonly string s_alerts = File.ReadAllText(Path.Combine(s_folder, "rules", "alerts.yml"));

    [Fact]
    public async Task The_configuration_and_its_rules_are_valid() =>
        await Tool.Run(Tool.Require("promtool"), ["check", "config", "--lint=all", "--lint-fatal", Path.Combine(s_folder, "prometheus.yml")], TestContext.Current.CancellationToken);

    [Theory]
    [InlineData("recording.yml")]
    [InlineData("alerts.yml")]
    public async Task Rules_do_what_their_unit_tests_say(string file) =>
        await Tool.Run(Tool.Require("promtool"), ["test", "rules", Path.Combine(s_folder, "tests", file)], TestContext.Current.CancellationToken);

    [Fact]
    public void Every_recording_rule_has_a_value_test()
    {
        string tests = File.ReadAllText(Path.Combine(s_folder, "tests", "recording.yml"));
        string[] recorded = [.. Recorded().Matches(File.ReadAllText(Path.Combine(s_folder, "rules", "recording.yml"))).Select(match => match.Groups[1].Value)];
        recorded.ShouldNotBeEmpty();
        recorded.Where(name => !tests.Contains($"({name},", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_alert_is_seen_silent_firing_and_cleared()
    {
        Dictionary<string, string> tests = Alerts().ToDictionary(name => name, name => string.Concat(Tested(name).Select(fires => fires ? 'f' : 's')));
        tests.ShouldNotBeEmpty();
        tests.Where(test => !SilentFiringSilent().IsMatch(test.Value)).ShouldBeEmpty("s: silent, f: firing");
    }

    [Fact]
    public void Every_alert_says_what_is_wrong_and_where_to_read_on()
    {
        string[] headings = [.. File.ReadLines(Repository.PathOf("docs", "runbook.md")).Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..])];
        foreach (string alert in s_alerts.Split("- alert: ").Skip(1))
        {
            string name = alert[..alert.IndexOf('\n', StringComparison.Ordinal)];
            headings.ShouldContain(name);
            alert.ShouldContain($"runbook_url: docs/runbook.md#{name.ToLowerInvariant()}\n");
            Severity().IsMatch(alert).ShouldBeTrue(name);
            alert.ShouldContain("summary: ");
            alert.ShouldContain("description: ");
        }
        headings.Where(heading => heading.StartsWith("RecPipe", StringComparison.Ordinal)).ShouldBe(Alerts(), ignoreOrder: true);
    }

    private static IEnumerable<string> Alerts() => AlertName().Matches(s_alerts).Select(match => match.Groups[1].Value);

    /// <summary>Whether the alert is expected to fire, at each time its unit tests look, in their order.</summary>
    private static IEnumerable<bool> Tested(string alert) =>
        Looked().Matches(File.ReadAllText(Path.Combine(s_folder, "tests", "alerts.yml"))).Where(look => look.Groups[1].Value == alert).Select(look => look.Groups[2].Value.Length == 0);

    [GeneratedRegex(@"- record: (\S+)")]
    private static partial Regex Recorded();

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex AlertName();

    [GeneratedRegex(@"labels: \{ severity: (?:critical|warning) \}")]
    private static partial Regex Severity();

    [GeneratedRegex(@"alertname: (\w+)(?:, |\n *)exp_alerts:(?: (\[\]))?")]
    private static partial Regex Looked();

    [GeneratedRegex("s+f+s+")]
    private static partial Regex SilentFiringSilent();
}
