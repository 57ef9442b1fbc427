using RecPipe.Accelerator.Shapes;
using RecPipe.Planning.Backends;
using RecPipe.Planning.Designs;
using RecPipe.Planning.Performance;
using RecPipe.Planning.Search;

namespace RecPipe.Planning.Tests.Performance;

/// <summary>Predictions from a profile, against what theory gives for it.</summary>
public sealed class ProfiledMachineTests : IDisposable
{
    private const double Service = 0.004, Rested = 0.006, Query = 0.002, Stage = 0.0005;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void One_engine_is_a_queue_with_an_exceptional_first_service_and_the_overhead_comes_on_top()
    {
        const double Rate = 0.5 / Service;
        DesignModel model = new(Catalog(cores: 16));

        PredictedPerformance found = model.Predict(Design(engines: 1), Rate, new() { Queries = 100_000, Least = 16 }, TestContext.Current.CancellationToken);

        double spare = 1 - Rate * Service, shared = spare + Rate * Rested;
        double wait = Rate / 2 * (Service * Service / spare + (Rested * Rested - Service * Service) / shared); // Welch 1964
        found.Mean.Value.ShouldBe(wait + Rested / shared + Query + Stage, 0.01 * found.Mean.Value);
    }

    [Fact]
    public void Capacity_is_what_the_cores_can_do_however_many_engines_there_are()
    {
        DesignModel model = new(Catalog(cores: 2));

        model.Bounds(Design(engines: 1)).Capacity.ShouldBe(1 / Service, 1e-6);
        model.Bounds(Design(engines: 8)).Capacity.ShouldBe(2 / (Service + 0.001), 1e-6); // 1 ms of processor time outside engines
        model.Bounds(Design(engines: 1)).UnloadedSeconds.ShouldBe(Service + Query + Stage, 1e-9);
    }

    [Fact]
    public void The_gateway_bounds_what_stages_on_other_hardware_can_do()
    {
        string device = _folder.PathOf("device.json");
        File.WriteAllText(device, """{ "kind": "measured", "name": "device", "provenance": "a test", "models": { "m": [ { "items": 100, "ms": 0.1 } ] } }""");
        string machine = Machine(cores: 2);
        HardwareCatalog both = new([new() { Name = "cpu", Hardware = ["box"] }, new() { Name = "gpu", Hardware = ["device"] }], new Dictionary<string, ModelShape>(), name => name == "box" ? machine : device);

        new DesignModel(both).Bounds(Design(engines: 1, "gpu", "device")).Capacity.ShouldBe(2 / 0.001, 1e-6);
    }

    [Fact]
    public void Overhead_on_a_machine_that_shares_no_cores_only_takes_time()
    {
        const double Rate = 1;
        double mean = new DesignModel(Catalog(cores: 0)).Predict(Design(engines: 1), Rate, new(), TestContext.Current.CancellationToken).Mean.Value;
        mean.ShouldBe(Rested + Query + Stage, 0.02 * mean);
    }

    [Fact]
    public void Near_saturation_a_run_warms_up_until_it_has_forgotten_that_it_began_empty()
    {
        const double Utilisation = 0.965, Rate = Utilisation / Service;
        string path = _folder.PathOf("constant.json");
        File.WriteAllText(path, $$"""{ "kind": "measured", "name": "box", "provenance": "a test", "models": { "m": [ { "items": 100, "ms": {{1000 * Service}} } ] } }""");
        DesignModel model = new(new HardwareCatalog([new() { Name = "cpu", Hardware = ["box"] }], new Dictionary<string, ModelShape>(), _ => path));

        double mean = model.Predict(Design(engines: 1), Rate, new PlanOptions().Simulation with { Least = 512, Most = 512 }, TestContext.Current.CancellationToken).Mean.Value;

        mean.ShouldBe(Service * (1 + Utilisation / (2 * (1 - Utilisation))), 0.03 * mean); // Pollaczek and Khinchine
    }

    [Fact]
    public void Engines_beyond_the_cores_gain_nothing()
    {
        const double Rate = 0.7 * 2 / (Service + 0.001);
        DesignModel model = new(Catalog(cores: 2));

        double two = Mean(2), eight = Mean(8);

        eight.ShouldBeGreaterThan(0.8 * two);

        double Mean(int engines) => model.Predict(Design(engines), Rate, new(), TestContext.Current.CancellationToken).Mean.Value;
    }

    public void Dispose() => _folder.Dispose();

    private static Design Design(int engines, string backend = "cpu", string hardware = "box") => new()
    {
        Stages = [new() { Model = "m", Items = 100, Keep = 10, Backend = backend, Hardware = hardware, Engines = engines }],
    };

    private HardwareCatalog Catalog(int cores)
    {
        string path = Machine(cores);
        return new([new() { Name = "cpu", Hardware = ["box"] }], new Dictionary<string, ModelShape>(), _ => path);
    }

    private string Machine(int cores)
    {
        string path = _folder.PathOf($"box-{cores}.json");
        File.WriteAllText(path, $$"""
            {
              "kind": "measured", "name": "box", "provenance": "a test", "cores": {{cores}},
              "models": { "m": [ { "items": 100, "ms": {{1000 * Service}}, "restedMs": {{1000 * Rested}} } ] },
              "overhead": { "query": [ { "items": 100, "ms": 2, "cpuMs": 1 } ], "stage": [ { "items": 100, "ms": 0.5, "cpuMs": 0 } ] }
            }
            """);
        return path;
    }
}
