using System.Text.Json;
using RecPipe.Ranking.Configuration;
using RecPipe.Workloads.Arrivals;
using RecPipe.Workloads.Simulations;

namespace RecPipe.Workloads.Tests;

public sealed class WorkloadConfigTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public void Every_simulation_reads_back_as_written()
    {
        WorkloadConfig workload = new()
        {
            Name = "all",
            Load =
            [
                new Inject(10.5, TimeSpan.FromSeconds(1)),
                new RampingInject(0, 20, TimeSpan.FromSeconds(2)),
                new KeepConstant(4, TimeSpan.FromMilliseconds(1500)),
                new Pause(TimeSpan.FromSeconds(3)),
            ],
        };
        ConfigFile.Save(_path, workload);
        WorkloadConfig read = WorkloadConfig.Read(_path);
        read.Load.ShouldBe(workload.Load);
        (read with { Load = workload.Load }).ShouldBe(workload);
        read.Duration().ShouldBe(TimeSpan.FromSeconds(7.5));
    }

    [Theory]
    [InlineData("""{ "injekt": { "rate": 1, "during": "1s" } }""")]
    [InlineData("""{ "inject": { "rate": 1, "during": "1s", "speed": 2 } }""")]
    [InlineData("""{ "inject": { "rate": 1 } }""")]
    [InlineData("""{ "pause": { "during": "1s" }, "inject": { "rate": 1, "during": "1s" } }""")]
    [InlineData("\"inject\"")]
    public void A_simulation_that_is_not_one_is_refused_with_its_place(string simulation)
    {
        File.WriteAllText(_path, $$"""{ "name": "x", "load": [ {{simulation}} ] }""");
        ConfigProblem problem = Should.Throw<ConfigException>(() => WorkloadConfig.Read(_path)).Problems.ShouldHaveSingleItem();
        problem.File.ShouldBe(_path);
        problem.Field.ShouldStartWith("load[0]");
    }

    [Fact]
    public void All_problems_are_listed_at_once()
    {
        File.WriteAllText(_path, """
            { "name": " ", "arrivals": { "process": "bursty", "burstRatio": 0.5, "burstShare": 1, "trace": "t.txt" }, "warmUp": "-1s", "candidates": 0, "deadline": "0s", "maxInFlight": 0,
              "load": [ { "inject": { "rate": 0, "during": "0s" } }, { "inject": { "during": "1s" } }, { "rampingInject": { "from": -1, "to": 1, "during": "1s" } },
                        { "rampingInject": { "from": 0, "to": 0, "during": "1s" } }, { "keepConstant": { "copies": 0, "during": "1s" } }, { "pause": { "during": "25h" } } ] }
            """);
        string[] fields = [.. Should.Throw<ConfigException>(() => WorkloadConfig.Read(_path)).Problems.Select(p => p.Field)];
        fields.ShouldBe(
        [
            "name", "warmUp", "candidates", "deadline", "maxInFlight", "arrivals.trace", "arrivals.burstRatio", "arrivals.burstShare",
            "load[0].during", "load[0].rate", "load[1].rate", "load[2].from", "load[2]", "load[3]", "load[3]", "load[4].copies", "load[5].during",
        ]);
    }

    [Fact]
    public void A_trace_is_found_beside_its_workload()
    {
        string trace = Path.GetTempFileName();
        File.WriteAllText(trace, "0.25\n");
        File.WriteAllText(_path, JsonSerializer.Serialize(new WorkloadConfig
        {
            Name = "trace",
            Arrivals = new() { Process = ArrivalKind.Trace, Trace = Path.GetFileName(trace) },
            Load = [new Inject(TimeSpan.FromSeconds(1))],
        }, ConfigFile.Json));
        Arrivals.All(ArrivalSchedule.Of(WorkloadConfig.Read(_path), 0)!).ShouldBe([0.25]);
        File.Delete(trace);
    }

    [Fact]
    public void The_shipped_workloads_are_valid()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "RecPipe.sln")))
            folder = Path.GetDirectoryName(folder).ShouldNotBeNull();
        string[] files = Directory.GetFiles(Path.Combine(folder, "configs", "workloads"), "*.json");
        files.ShouldNotBeEmpty();
        foreach (string file in files)
            WorkloadConfig.Read(file).Name.ShouldBe(Path.GetFileNameWithoutExtension(file));
    }

    public void Dispose() => File.Delete(_path);
}
