using Microsoft.Extensions.Configuration;
using RecPipe.AccelEmulator.Devices;
using RecPipe.AccelEmulator.Scores;
using RecPipe.Accelerator.Timing;
using RecPipe.Ranking.Configuration;

namespace RecPipe.AccelEmulator.Tests;

public class OptionsTests(TinyWorld world)
{
    [Fact]
    public void Everything_wrong_is_listed_with_field_and_remedy()
    {
        ConfigException e = Should.Throw<ConfigException>(() => EmulatorHost.Build(Read(
            "Engines=0", "Models=nowhere", "Data=neither", "TimeScale=0", "Tolerance=00:00:00", "Listen:Grpc=5111", "Listen:Http=host:http",
            "Devices:0:Hardware=none.json", "Devices:0:Units=0", "Devices:1:QueueCapacity=0")));
        e.Problems.Select(problem => problem.Field).ShouldBe(
        [
            "Emulator:Engines", "Emulator:Models", "Emulator:Data", "Emulator:TimeScale", "Emulator:Tolerance",
            "Emulator:Devices:0:Hardware", "Emulator:Devices:0:Units", "Emulator:Devices:1:Hardware", "Emulator:Devices:1:QueueCapacity",
            "Emulator:Listen:Grpc", "Emulator:Listen:Http",
        ]);
        e.Problems.ShouldAllBe(problem => problem.Remedy.Length > 0);
    }

    [Theory]
    [InlineData("Enginez=2", "Enginez")]
    [InlineData("Scores=guessed", "Emulator:Scores")]
    [InlineData("Devices:0:Mode=wrong", "Mode")]
    public void An_unknown_setting_or_a_wrong_type_is_refused(string setting, string named) =>
        Should.Throw<ConfigException>(() => Read(setting)).Message.ShouldContain(named);

    [Fact]
    public void All_of_a_device_can_be_written_as_settings()
    {
        DeviceOptions device = Read("Devices:0:Hardware=a.json", "Devices:0:Mode=parity", "Devices:0:Units=3", "Devices:0:Models:0=x", "Scores=precomputed").Devices.Single();
        (device.Hardware, device.Mode, device.Units, device.Models.Single()).ShouldBe(("a.json", TimingMode.Parity, 3, "x"));
    }

    [Fact]
    public void Scores_in_advance_need_a_store() =>
        Should.Throw<ConfigException>(() => Emulator.Load(Hardware.Options(world, new DeviceOptions { Hardware = Hardware.Shipped("rpaccel-1") }) with { Data = null, Scores = ScoreMode.Precomputed }, TimeProvider.System))
            .Problems.Single().Field.ShouldBe("Emulator:Scores");

    [Fact]
    public void A_model_is_on_one_device_and_every_device_has_one()
    {
        string[] problems = Problems(
            new() { Hardware = Hardware.Shipped("rpaccel-1"), Models = [TinyWorld.Narrow, "nobody"] },
            new() { Hardware = Hardware.Shipped("rpaccel-4"), Models = [TinyWorld.Narrow] });
        problems.Length.ShouldBe(2);
        problems[0].ShouldContain("Devices:0:Models: There is no model \"nobody\"");
        problems[1].ShouldContain("Devices:1:Models: The model \"narrow\" is on another device already");
        Problems(new() { Hardware = Hardware.Shipped("rpaccel-1"), Models = [TinyWorld.Narrow, TinyWorld.Wide] }, new() { Hardware = Hardware.Shipped("rpaccel-4") })
            .Single().ShouldContain("serves no model");
    }

    [Fact]
    public void A_table_without_the_model_is_refused_at_start() =>
        Problems(new DeviceOptions { Hardware = Hardware.Shipped("gpu-t4") }).ShouldAllBe(problem => problem.Contains("gpu-t4: models: There are no times of"));

    [Fact]
    public void Numbers_of_the_hardware_file_can_be_replaced() =>
        Problems(new DeviceOptions { Hardware = Hardware.Shipped("rpaccel-1"), Set = ["pcieLatencyNs=-1", "nothing=2"] }).ShouldBe(
        [
            Hardware.Shipped("rpaccel-1") + ": pcieLatencyNs: -1 is out of range. Nanoseconds, for example 100. It is between 0 and 1000000000.",
            .. Problems(new DeviceOptions { Hardware = Hardware.Shipped("rpaccel-1"), Set = ["nothing=2"] }),
        ]);

    [Fact]
    public void Measured_times_have_no_parity_mode() =>
        Problems(new DeviceOptions { Hardware = Hardware.Shipped("gpu-t4"), Mode = TimingMode.Parity }).Single().ShouldContain("Emulator:Devices:0:Mode");

    private string[] Problems(params DeviceOptions[] devices) =>
        [.. Should.Throw<ConfigException>(() => Emulator.Load(Hardware.Options(world, devices), TimeProvider.System)).Problems.Select(problem => problem.ToString())];

    private static EmulatorOptions Read(params string[] settings) => EmulatorOptions.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => setting.Split('=')).Select(pair => KeyValuePair.Create($"Emulator:{pair[0]}", (string?)pair[1])))
        .Build());
}
