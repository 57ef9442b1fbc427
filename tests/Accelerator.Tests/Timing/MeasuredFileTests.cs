using RecPipe.Accelerator.Hardware;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Accelerator.Tests.Timing;

/// <summary>Profiles of a machine, as files.</summary>
public sealed class MeasuredFileTests : IDisposable
{
    private const string Whole = """
        {
          "kind": "measured", "name": "box", "provenance": "a test", "machine": "two cores", "version": "1.2", "cores": 2,
          "models": { "m": [ { "items": 100, "ms": 1, "restedMs": 1.5, "busyMs": [1, 2] }, { "items": 300, "ms": 3, "restedMs": 4.5, "busyMs": [3, 5] } ] },
          "variation": { "m": [0.5, 1, 1.5] },
          "restedVariation": { "m": [0.9, 1.1] },
          "coolingMs": 20,
          "overhead": {
            "query": [ { "items": 100, "ms": 1, "cpuMs": 0.5 }, { "items": 200, "ms": 2, "cpuMs": 1 } ],
            "stage": [ { "items": 100, "ms": 0.1, "cpuMs": 0 } ],
            "variation": [0.5, 1.5],
            "stageVariation": [1]
          }
        }
        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void What_is_written_reads_the_same()
    {
        MeasuredDevice read = Load(Whole);
        string path = _folder.PathOf("again.json");
        MeasuredFile.Save(path, read);

        MeasuredFile.Write((MeasuredDevice)HardwareFile.Load(path)).ShouldBe(File.ReadAllText(path));
        read.Machine.ShouldBe("two cores");
        read.Version.ShouldBe("1.2");
        read.Cores.ShouldBe(2);
        read.VariationOf("m").ShouldBe([0.5, 1, 1.5]);
        read.RestedVariationOf("m").ShouldBe([0.9, 1.1]);
        read.VariationOf("other").ShouldBeEmpty();
        read.CoolingMilliseconds.ShouldBe(20);
    }

    [Theory]
    [InlineData(100, 1, 1)]
    [InlineData(200, 1, 2)]
    [InlineData(200, 2, 3.5)]
    [InlineData(300, 7, 5)]
    public void Times_are_interpolated_for_each_number_of_busy_engines(int items, int busy, double milliseconds) =>
        Load(Whole).Seconds("m", items, busy).ShouldBe(milliseconds / 1000, 1e-12);

    [Fact]
    public void Rested_times_and_overheads_are_interpolated_too()
    {
        MeasuredDevice device = Load(Whole);

        device.RestedSeconds("m", 200).ShouldBe(0.003, 1e-12);
        device.Overhead!.OfQuery(150).ShouldBe(new MeasuredCost(150, 1.5, 0.75));
        device.Overhead.OfQuery(1000).ShouldBe(new MeasuredCost(1000, 2, 1));
        device.Overhead.OfStage(1).ShouldBe(new MeasuredCost(1, 0.1, 0));
    }

    [Fact]
    public void A_table_without_the_new_fields_means_what_it_meant()
    {
        MeasuredDevice device = Load("""{ "kind": "measured", "name": "x", "provenance": "y", "models": { "m": [ { "items": 8, "ms": 2 } ] } }""");

        device.Seconds("m", 8, busy: 4).ShouldBe(0.002);
        device.RestedSeconds("m", 8).ShouldBe(0.002);
        device.Cores.ShouldBe(0);
        device.Overhead.ShouldBeNull();
    }

    [Theory]
    [InlineData("\"cores\": 2", "\"cores\": -1", "cores")]
    [InlineData("\"coolingMs\": 20", "\"coolingMs\": -1", "coolingMs")]
    [InlineData("\"busyMs\": [1, 2]", "\"busyMs\": [1, 0]", "models.m[0].busyMs")]
    [InlineData("\"busyMs\": [1, 2]", "\"busyMs\": 2", "models.m[0].busyMs")]
    [InlineData("\"restedMs\": 1.5", "\"restedMs\": -1", "models.m[0].restedMs")]
    [InlineData("[0.5, 1, 1.5]", "[1, 0.5, 1.5]", "variation.m")]
    [InlineData("[0.5, 1, 1.5]", "[1, 2, 3]", "variation.m")]
    [InlineData("\"variation\": { \"m\"", "\"variation\": { \"n\"", "variation.n")]
    [InlineData("\"cpuMs\": 0.5", "\"cpu\": 0.5", "overhead.query[0].cpuMs")]
    [InlineData("{ \"items\": 200", "{ \"items\": 100", "overhead.query[1].items")]
    public void What_cannot_be_is_refused_by_its_field(string right, string wrong, string field) =>
        Should.Throw<ConfigException>(() => Load(Whole.Replace(right, wrong, StringComparison.Ordinal))).Problems.ShouldContain(problem => problem.Field == field);

    public void Dispose() => _folder.Dispose();

    private MeasuredDevice Load(string text)
    {
        string path = _folder.PathOf("box.json");
        File.WriteAllText(path, text);
        return (MeasuredDevice)HardwareFile.Load(path);
    }
}
