using RecPipe.Ranking.Configuration;
using RecPipe.Workloads.Arrivals;

namespace RecPipe.Workloads.Tests;

public sealed class TraceFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public void Replays_a_trace_and_ends()
    {
        File.WriteAllText(_path, "# seconds\n0.5\n\n0.5 # twice\n2e0\n");
        TraceArrivals trace = new(TraceFile.Load(_path));
        Arrivals.Take(trace, 4).ShouldBe([0.5, 0.5, 2, double.PositiveInfinity]);
    }

    [Fact]
    public void A_rate_stretches_the_trace()
    {
        TraceArrivals trace = new([1, 2, 4], rate: 0.375); // recorded at 0.75 a second
        Arrivals.Take(trace, 3).ShouldBe([2, 4, 8]);
    }

    [Fact]
    public void Lists_every_bad_line_with_file_and_number()
    {
        File.WriteAllText(_path, "1\nsoon\n0.5\nNaN\n-1\n2\n");
        ConfigException e = Should.Throw<ConfigException>(() => TraceFile.Load(_path));
        e.Problems.Select(p => p.Field).ShouldBe(["line 2", "line 3", "line 4", "line 5"]);
        e.Problems.ShouldAllBe(p => p.File == _path);
        e.Problems[1].Problem.ShouldBe("0.5 comes before the arrival at 1.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    public void An_empty_trace_is_refused(string text)
    {
        File.WriteAllText(_path, text);
        Should.Throw<ConfigException>(() => TraceFile.Load(_path)).Problems.ShouldHaveSingleItem().Problem.ShouldBe("The trace holds no arrivals.");
    }

    [Fact]
    public void A_missing_trace_is_a_configuration_problem() =>
        Should.Throw<ConfigException>(() => TraceFile.Load(_path + ".gone")).Message.ShouldContain(".gone");

    public void Dispose() => File.Delete(_path);
}
