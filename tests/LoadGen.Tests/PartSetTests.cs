using Microsoft.Extensions.Time.Testing;
using RecPipe.LoadGen.Engine;
using RecPipe.LoadGen.Parts;
using RecPipe.LoadGen.Reports;
using RecPipe.Ranking.Configuration;
using RecPipe.Workloads.Simulations;
using static RecPipe.LoadGen.Tests.Scenarios;

namespace RecPipe.LoadGen.Tests;

/// <summary>Which part files may be merged.</summary>
public class PartSetTests
{
    [Fact]
    public async Task Parts_of_different_settings_are_refused_naming_file_and_field()
    {
        RunMeasurement first = await Part(0, 2), second = await Part(1, 2);
        RunMeasurement other = second with
        {
            Settings = second.Settings with
            {
                Target = "elsewhere",
                QualityK = 10,
                StartAt = DateTimeOffset.UnixEpoch,
                Workload = second.Settings.Workload with { ScheduleSeed = 2, Load = [Inject(20, 1)] },
            },
        };
        Problems(("a.json", first), ("b.json", other)).ShouldBe(
        [
            ("b.json", "settings.target"),
            ("b.json", "settings.workload.load[0].inject.rate"),
            ("b.json", "settings.workload.scheduleSeed"),
            ("b.json", "settings.qualityK"),
            ("b.json", "settings.startAt"),
        ], ignoreOrder: true);
        ConfigException e = Should.Throw<ConfigException>(() => PartSet.Merge([("a.json", first), ("b.json", other)], allowMissing: false));
        e.Message.ShouldContain("b.json: settings.workload.scheduleSeed: It is 2; in a.json it is 1. Parts of one run differ in --part only");
    }

    [Fact]
    public async Task A_missing_part_is_refused_unless_told()
    {
        RunMeasurement first = await Part(0, 3), last = await Part(2, 3);
        ConfigException e = Should.Throw<ConfigException>(() => PartSet.Merge([("a.json", first), ("c.json", last)], allowMissing: false));
        e.Message.ShouldContain("Of 3 parts these are missing: 1.");
        LoadReport report = PartSet.Merge([("c.json", last), ("a.json", first)], allowMissing: true);
        report.Validity.ShouldEndWith("This report holds 2 of 3 parts: its offered load, throughput and counts are theirs alone.");
        report.Parts.Select(part => part.Part).ShouldBe(["0/3", "2/3"]);
        report.OfferedLoad.ShouldBe(first.Arrivals + last.Arrivals, 1e-9);
    }

    [Fact]
    public async Task The_same_part_twice_is_refused()
    {
        RunMeasurement first = await Part(0, 2);
        Problems(("a.json", first), ("b.json", first), ("c.json", first with { Part = new(1, 3) })).ShouldBe([("c.json", "part.of"), ("b.json", "part.index")]);
    }

    [Fact]
    public async Task An_interrupted_part_interrupts_the_run()
    {
        RunMeasurement first = await Part(0, 2), second = await Part(1, 2) with { Interrupted = true, Measured = TimeSpan.FromSeconds(0.5) };
        LoadReport report = PartSet.Merge([("a.json", first), ("b.json", second)], allowMissing: false);
        report.Interrupted.ShouldBeTrue();
        report.Measured.ShouldBe(TimeSpan.FromSeconds(0.5));
        report.Throughput.ShouldBe(first.AnsweredInWindow + 2 * second.AnsweredInWindow, 1e-9); // each over its own time
    }

    [Fact]
    public async Task A_changed_file_is_refused()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("new", "part.json");
        PartFile.Save(path, await Part(0, 2));
        PartFile.Load(path).Arrivals.ShouldBe(5);
        string text = File.ReadAllText(path);
        Refused(text.Replace("\"arrivals\": 5", "\"arrivals\": 6", StringComparison.Ordinal)).ShouldBe(["arrivals"]);
        Refused(text.Replace("\"answered\": 5", "\"answered\": 4", StringComparison.Ordinal)).ShouldBe(["answered", "arrivals", "timeline"]);
        Refused(text.Replace("\"index\": 0", "\"index\": 7", StringComparison.Ordinal)).ShouldBe(["part"]);
        Refused(text.Replace("\"hdr\": \"", "\"hdr\": \"AA", StringComparison.Ordinal)).Single().ShouldStartWith("latency");
        Refused(text.Replace("\"degraded\"", "\"upgraded\"", StringComparison.Ordinal)).Single().ShouldBe("upgraded");

        string[] Refused(string changed)
        {
            changed.ShouldNotBe(text);
            File.WriteAllText(path, changed);
            ConfigException e = Should.Throw<ConfigException>(() => PartFile.Load(path));
            e.Problems.ShouldAllBe(problem => problem.File == path);
            return [.. e.Problems.Select(problem => problem.Field)];
        }
    }

    private static (string File, string Field)[] Problems(params (string, RunMeasurement)[] files) =>
        [.. Should.Throw<ConfigException>(() => PartSet.Merge(files, allowMissing: true)).Problems.Select(problem => (problem.File, problem.Field))];

    private static Task<RunMeasurement> Part(int index, int of) => VirtualPacer.Engine(new FakeTimeProvider()).MeasureAsync(
        Of((_, _) => new(new RecPipe.LoadGen.Scenarios.StepResult(Grpc.Core.StatusCode.OK)), Inject(5 * of, 1)) with { Part = new LoadPart(index, of) },
        null, TestContext.Current.CancellationToken);
}
