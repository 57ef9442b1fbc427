using System.Text.Json.Nodes;
using RecPipe.Accelerator.Hardware;

namespace RecPipe.FunctionalTests;

/// <summary>`recpipe profile` and `recpipe verify`, typed. What they measure is not judged here: these runs are far too short.</summary>
public sealed class VerifyCommandTests(World world) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_machine_is_profiled_and_a_plan_on_it_and_an_emulated_device_is_served_and_compared()
    {
        string profile = _folder.PathOf("here.json");
        await Cli(0, ["profile", "--pipeline", "two-stage", "--models", world.Models, "--data", world.Data, "--candidates", "1024", "--seconds", "0.05", "--out", profile]);
        MeasuredDevice device = (MeasuredDevice)HardwareFile.Load(profile);
        device.Cores.ShouldBe(Environment.ProcessorCount);
        device.Models.Keys.ShouldBe(["rm-small", "rm-large"]);
        device.Seconds("rm-large", 1024, busy: 1).ShouldBeGreaterThan(device.Seconds("rm-large", 128, busy: 1));
        device.Overhead!.OfQuery(1024).Milliseconds.ShouldBeGreaterThan(0);
        device.Machine.ShouldNotBeNullOrEmpty();

        string plan = _folder.PathOf("plan.json");
        await File.WriteAllTextAsync(plan, $$"""
            {
              "name": "mixed", "rate": 25,
              "design": { "stages": [
                { "model": "rm-small", "items": 1024, "keep": 512, "backend": "cpu", "hardware": "{{profile}}", "engines": 1 },
                { "model": "rm-large", "items": 512, "keep": 64, "backend": "gpu", "hardware": "gpu-t4", "engines": 1 } ] },
              "backends": [ { "name": "cpu", "hardware": ["{{profile}}"], "engines": 1 }, { "name": "gpu", "hardware": ["gpu-t4"], "engines": 1 } ]
            }
            """, TestContext.Current.CancellationToken);
        string output = await Cli(0, ["verify", "--plan", plan, "--models", world.Models, "--data", world.Data, "--repeat", "2", "--seconds", "1", "--tolerance", "1000", "--json"]);

        JsonNode load = JsonNode.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..(output.LastIndexOf('}') + 1)])!["loads"]!.AsArray().ShouldHaveSingleItem()!;
        load["rate"]!.GetValue<double>().ShouldBe(25);
        load["predicted"]!["p95Ms"]!.GetValue<double>().ShouldBeGreaterThan(4.5); // the device's own time
        JsonArray runs = load["runs"]!.AsArray();
        runs.Count.ShouldBe(2);
        foreach (JsonNode? run in runs)
        {
            run!["failed"]!.GetValue<long>().ShouldBe(0);
            run["measured"]!["p95Ms"]!.GetValue<double>().ShouldBeGreaterThan(4.5);
            run["stages"]!.AsArray().Select(stage => stage!["model"]!.GetValue<string>()).ShouldBe(["rm-small", "rm-large"]);
        }
    }

    [Fact]
    public async Task What_is_wrong_is_said()
    {
        string[] data = ["--models", world.Models, "--data", world.Data];
        (await Cli(2, ["verify", .. data])).ShouldContain("Give --plan FILE, or --pipeline FILE with --profile FILE.");
        (await Cli(2, ["verify", "--plan", _folder.PathOf("none.json"), .. data])).ShouldContain("There is no such file.");
        (await Cli(2, ["verify", "--pipeline", "two-stage", "--profile", "gpu-t4", "--loads", "2", .. data])).ShouldContain("--loads");
        (await Cli(2, ["profile", "--pipeline", "two-stage", "--candidates", "0", .. data])).ShouldContain("--candidates");
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> Cli(int exitCode, string[] arguments)
    {
        await using HostProcess process = HostProcess.Start("Cli", arguments);
        (await process.ExitCode(TestContext.Current.CancellationToken)).ShouldBe(exitCode, process.Output);
        return process.Output;
    }
}
