using System.Text.Json;
using CsCheck;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Ranking.Tests;

public class DurationConverterTests
{
    [Theory]
    [InlineData("250us", 0.00025)]
    [InlineData("15ms", 0.015)]
    [InlineData("2s", 2)]
    [InlineData("1.5min", 90)]
    [InlineData("0.25h", 900)]
    [InlineData("2 ms", 0.002)]
    [InlineData("0s", 0)]
    [InlineData("-3ms", -0.003)]
    [InlineData("00:00:00.015", 0.015)]
    public void A_duration_is_read_as_a_person_writes_it(string text, double seconds)
    {
        DurationConverter.TryParse(text, out TimeSpan duration).ShouldBeTrue();
        duration.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("15")]
    [InlineData("ms")]
    [InlineData("1,5ms")]
    [InlineData("15 parsecs")]
    [InlineData("NaNs")]
    [InlineData("1e300h")]
    [InlineData("::")]
    public void Anything_else_is_not_a_duration(string? text) => DurationConverter.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void What_is_written_reads_back_as_the_same_duration() =>
        Gen.Long[-TimeSpan.TicksPerDay * 400, TimeSpan.TicksPerDay * 400].Sample(ticks => RoundTrips(TimeSpan.FromTicks(ticks)));

    [Fact]
    public void So_does_what_is_shorter_than_a_second() =>
        Gen.Long[-TimeSpan.TicksPerSecond, TimeSpan.TicksPerSecond].Sample(ticks => RoundTrips(TimeSpan.FromTicks(ticks)));

    [Theory]
    [InlineData("15")]
    [InlineData("\"15\"")]
    [InlineData("null")]
    public void JSON_that_is_no_duration_is_refused(string json) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<TimeSpan>(json, ConfigFile.Json));

    private static void RoundTrips(TimeSpan duration)
    {
        string json = JsonSerializer.Serialize(duration, ConfigFile.Json);
        JsonSerializer.Deserialize<TimeSpan>(json, ConfigFile.Json).ShouldBe(duration, json);
    }
}
