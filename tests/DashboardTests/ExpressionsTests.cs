namespace RecPipe.DashboardTests;

/// <summary>What is asked in the place of what is written.</summary>
public sealed class ExpressionsTests
{
    [Theory]
    [InlineData("up{job=~\"gateway|worker-.+\"} == 0", "up{job=~\"gateway|worker-.+\"}")]
    [InlineData("absent(up{job=\"gateway\"} == 1)", "up{job=\"gateway\"}")]
    [InlineData("max by (stage) (a) == 0 or b > 0.5", "max by (stage) (a)", "b")]
    [InlineData("a > 0.5 or (a > 0.1 and b > 1)", "a", "a", "b")]
    [InlineData("level:a:rate1h > level:a:most and level:a:rate5m > level:a:most", "level:a:rate1h", "level:a:rate5m")]
    public void An_alert_is_asked_without_its_thresholds(string query, params string[] asked) => Expressions.Watched(query).ShouldBe(asked);

    [Fact]
    public void Variables_are_filled_in_as_for_all_values() =>
        Expressions.Filled("rate(a{pipeline=~\"$pipeline\"}[$__rate_interval])").ShouldBe("rate(a{pipeline=~\".*\"}[10s])");
}
