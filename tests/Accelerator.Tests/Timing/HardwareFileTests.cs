using RecPipe.Accelerator.Hardware;
using RecPipe.Accelerator.Shapes;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Accelerator.Tests.Timing;

public sealed class HardwareFileTests : IDisposable
{
    private const string Measured = """
        { "kind": "measured", "name": "gpu", "provenance": "a test", "models": { "rm-small": [ { "items": 256, "ms": 1.0 }, { "items": 512, "ms": 2.0 }, { "items": 4096, "ms": 9.0 } ] } }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1", 128, 32)]
    [InlineData("4", 64, 8)]
    [InlineData("16", 32, 2)]
    [InlineData("64", 16, 0.5)]
    public void Shipped_slices_share_the_whole_evenly(string slices, int side, double bandwidth)
    {
        RpAccel accel = Published.Accelerator(slices);
        RpAccel whole = Published.Accelerator("1");
        double share = (double)(side * side) / (128 * 128);

        accel.ArraySize.ShouldBe(side);
        accel.DramBandwidthGiBps.ShouldBe(bandwidth);
        accel.WeightSramBytes.ShouldBe((long)(whole.WeightSramBytes * share));
        accel.EmbeddingSramBytes.ShouldBe((long)(whole.EmbeddingSramBytes * share));
        accel.SramBytesPerCycle.ShouldBe(whole.SramBytesPerCycle * share);
        accel.NanosecondsPerCycle.ShouldBe(8);
    }

    [Fact]
    public void Everything_wrong_is_said_at_once()
    {
        string text = File.ReadAllText(Published.HardwarePath("1"))
            .Replace("\"frequencyHz\": 125e6", "\"frequencyHz\": 125")
            .Replace("\"arraySize\": 128", "\"arraySize\": -128")
            .Replace("\"arrayBlockSize\": 32,", "")
            .Replace("\"dramLatencyNs\": 100", "\"dramLatencyNs\": \"100\"")
            .Replace("\"pcieLatencyNs\"", "\"pcieDelay\"")
            .Replace("\"dramLatencyCycles\": 100", "\"dramLatencyCycles\": 1e999");

        Problems(text).Select(problem => problem.Field).Order(StringComparer.Ordinal).ShouldBe(
            ["arrayBlockSize", "arraySize", "artefact.dramLatencyCycles", "dramLatencyNs", "frequencyHz", "pcieDelay", "pcieLatencyNs"]);
    }

    [Theory]
    [InlineData("arrayBlockSize", 48)]
    [InlineData("weightSramBytes", 0)]
    [InlineData("weightSramBytes", 0.5)]
    [InlineData("dramBandwidthGiBps", 0)]
    [InlineData("dramBandwidthGiBps", double.NaN)]
    [InlineData("pcieBandwidthGiBps", -1)]
    [InlineData("flashLatencyNs", 10)]
    [InlineData("flashBandwidthGiBps", 64)]
    [InlineData("embeddingSramBytes", 1e12)]
    [InlineData("artefact.sramBytesPerCycle", 0)]
    public void A_value_that_cannot_be_is_refused_wherever_it_comes_from(string field, double value)
    {
        ConfigException refused = Should.Throw<ConfigException>(() => HardwareFile.Load(Published.HardwarePath("1"), new Dictionary<string, double> { [field] = value }));

        refused.Problems.ShouldAllBe(problem => problem.Field == field && problem.Remedy.Length > 0);
    }

    [Fact]
    public void What_if_values_replace_those_of_the_file()
    {
        RpAccel accel = HardwareFile.LoadRpAccel(Published.HardwarePath("64"), Overrides.Parse(["dramBandwidthGiBps=4", "artefact.dramBandwidthGiBps = 0.5"]));

        accel.DramBandwidthGiBps.ShouldBe(4);
        accel.Artefact!.DramBandwidthGiBps.ShouldBe(0.5);
        accel.ShouldBe(Published.Accelerator("64") with { DramBandwidthGiBps = 4, Artefact = accel.Artefact });
    }

    [Fact]
    public void A_what_if_value_of_no_field_lists_the_fields()
    {
        ConfigException refused = Should.Throw<ConfigException>(() => HardwareFile.Load(Published.HardwarePath("1"), Overrides.Parse(["dramBandwith=4"])));

        refused.Problems.ShouldHaveSingleItem().Remedy.ShouldContain("dramBandwidthGiBps");
        Should.Throw<ConfigException>(() => Overrides.Parse(["arraySize", "x=fast"])).Problems.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("{}", "kind")]
    [InlineData("""{ "kind": "tpu" }""", "kind")]
    [InlineData("[]", "")]
    [InlineData("""{ "kind": "measured", "kind": "rpaccel" }""", "")]
    [InlineData("""{ "kind": "measured", "name": "x", "provenance": "y", "models": {} }""", "models")]
    [InlineData("""{ "kind": "measured", "name": "x", "provenance": "y", "models": { "m": [] } }""", "models.m")]
    [InlineData("""{ "kind": "measured", "name": "x", "models": { "m": [ { "items": 1, "ms": 1 } ] } }""", "provenance")]
    [InlineData("""{ "kind": "measured", "name": "x", "provenance": "y", "models": { "m": [ { "items": 8, "ms": 1 }, { "items": 8, "ms": 2 } ] } }""", "models.m[1].items")]
    [InlineData("""{ "kind": "measured", "name": "x", "provenance": "y", "models": { "m": [ { "items": 8, "ms": -1 } ] } }""", "models.m[0].ms")]
    public void A_file_that_says_something_else_is_refused(string text, string field) => Problems(text).ShouldHaveSingleItem().Field.ShouldBe(field);

    [Theory]
    [InlineData(1, 1e-3)]
    [InlineData(256, 1e-3)]
    [InlineData(384, 1.5e-3)]
    [InlineData(512, 2e-3)]
    [InlineData(4096, 9e-3)]
    public void Measured_times_are_interpolated(int items, double seconds) =>
        Load(Measured).ShouldBeOfType<MeasuredDevice>().ServiceSeconds(Published.Model("rm-small"), items, 64).ShouldBe(seconds, 1e-15);

    [Fact]
    public void Measured_times_are_not_stretched()
    {
        MeasuredDevice gpu = (MeasuredDevice)Load(Measured);
        ModelShape small = Published.Model("rm-small");

        Should.Throw<ConfigException>(() => gpu.ServiceSeconds(small, 4097, 64)).Message.ShouldContain("4096");
        Should.Throw<ConfigException>(() => gpu.ServiceSeconds(Published.Model("rm-large"), 256, 64)).Message.ShouldContain("rm-small");
        gpu.LargestItems("rm-small").ShouldBe(4096);
    }

    private HardwareDescription Load(string text)
    {
        string path = _folder.PathOf("hardware.json");
        File.WriteAllText(path, text);
        return HardwareFile.Load(path);
    }

    private IReadOnlyList<ConfigProblem> Problems(string text) => Should.Throw<ConfigException>(() => Load(text)).Problems;

    /// <summary>The shipped slices are slices; the published model's one exception is the bandwidth of the smallest.</summary>
    [Theory]
    [InlineData(4)]
    [InlineData(16)]
    [InlineData(64)]
    public void A_shipped_slice_is_a_slice_of_the_shipped_whole(int slices)
    {
        RpAccel whole = HardwareFile.LoadRpAccel(Repository.PathOf("configs", "hardware", "rpaccel-1.json"));
        RpAccel shipped = HardwareFile.LoadRpAccel(Repository.PathOf("configs", "hardware", $"rpaccel-{slices}.json"));
        double bandwidth = slices == 64 ? 0.125 : 32.0 / slices;

        RpAccel slice = whole.Slice(slices);

        slice.ShouldBe(shipped with { Name = slice.Name, Provenance = slice.Provenance, Artefact = slice.Artefact });
        shipped.Artefact.ShouldBe(slice.Artefact! with { DramBandwidthGiBps = bandwidth });
        Should.Throw<ArgumentException>(() => whole.Slice(3));
    }
}
