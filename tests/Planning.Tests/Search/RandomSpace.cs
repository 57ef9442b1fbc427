using System.Text.Json.Nodes;
using RecPipe.Planning.Backends;
using RecPipe.Planning.Designs;
using RecPipe.Planning.Experiments;
using RecPipe.Planning.Objectives;
using RecPipe.Planning.Performance;
using RecPipe.Planning.Qualities;
using RecPipe.Planning.Search;
using RecPipe.Ranking.Randomness;
using RecPipe.Simulation.Replications;
using RecPipe.Workloads.Objectives;

namespace RecPipe.Planning.Tests.Search;

/// <summary>A small design space, hardware, qualities and an objective, all drawn from a seed.</summary>
internal sealed class RandomSpace
{
    private static readonly string[] s_models = ["rm-small", "rm-med", "rm-large"];
    private static readonly int[] s_points = [64, 256, 1024, 4096];

    private Xoshiro256 _random;

    public RandomSpace(ulong seed, TemporaryFolder folder)
    {
        _random = new(seed, stream: 17);
        bool accelerated = Chance(0.4);
        BackendConfig cpu = new() { Name = "cpu", Hardware = [Machine(folder.PathOf($"cpu-{seed}.json"))], Engines = 2 + Below(3) };
        BackendConfig other = accelerated
            ? new() { Name = "rpaccel", Device = DeviceKind.Accelerator, Hardware = ["rpaccel-1", "rpaccel-4"], PerDevice = new Dictionary<string, int> { ["rpaccel-4"] = 4 } }
            : new() { Name = "gpu", Device = DeviceKind.Gpu, Hardware = [Machine(folder.PathOf($"gpu-{seed}.json"))] };
        LoadedExperiment loaded = ExperimentFile.Check("random", new()
        {
            Name = "random",
            Backends = accelerated && Chance(0.3) ? [other] : [cpu, other],
            Space = new() { Models = s_models, Stages = [1, 2], Candidates = Chance(0.5) ? [1024] : [512, 1024], Keeps = [128, 256] },
            SubBatchRows = Chance(0.3) ? [0, 256] : [0],
        }, Shipped.Files);
        Backends = loaded.Experiment.Backends;
        Hardware = loaded.Hardware(DesignMode.Corrected);
        Designs = loaded.Designs(DesignMode.Corrected);
        foreach (string cascade in Designs.Select(QualityTable.KeyOf).Distinct())
            Qualities.TryAdd(cascade, [Math.Round(0.5 + 0.5 * _random.NextUniform(), 2)]);
        DesignModel model = new(Hardware);
        PerformanceBounds typical = model.Bounds(Designs[Below(Designs.Count)]);
        Objective = new()
        {
            Load = typical.Capacity * (0.2 + 0.9 * _random.NextUniform()),
            Latencies = Chance(0.2) ? [] : [.. Slos(typical.UnloadedSeconds).Take(1 + Below(2))],
            Qualities = Chance(0.2) ? [] : [new("ndcg@64", "ndcg@64", 0.7 + 0.3 * _random.NextUniform(), OfBest: true)],
            Prefer = Chance(0.5) ? null : (Preference)Below(4),
        };
    }

    public IReadOnlyList<BackendConfig> Backends { get; }

    public HardwareCatalog Hardware { get; }

    public IReadOnlyList<Design> Designs { get; }

    public QualityTable Qualities { get; } = new("drawn", ["ndcg@64"]);

    public PlanObjective Objective { get; }

    /// <summary>Short runs, so that intervals are wide and luck has its chance.</summary>
    public PlanOptions Options { get; } = new()
    {
        Screening = new() { Queries = 100, WarmUp = 50, Least = 8, Most = 8 },
        Simulation = new() { Queries = 400, WarmUp = 200, Precision = 0.05, Least = 8, Most = 16 },
        Seed = 5,
    };

    public SearchSpace ToSearchSpace() =>
        SearchSpace.Of(Designs, Backends, Hardware, Qualities, Qualities.Metrics, Objective.LatencyMetrics, Options.Seed, TestContext.Current.CancellationToken);

    /// <summary>Every candidate that the load does not saturate, simulated as carefully as what a plan recommends.</summary>
    public SearchPoint[] BruteForce(SearchSpace space)
    {
        DesignModel model = new(Hardware);
        ReplicationOptions simulation = Options.Simulation with { Seed = Options.Seed, Threads = 1 };
        PlanCandidate[] stable = [.. space.Candidates.Where(candidate => SearchSpace.MostLoad(candidate, Options.MostUtilisation) >= Objective.Load)];
        SearchPoint[] points = new SearchPoint[stable.Length];
        Parallel.For(0, points.Length, i => points[i] = new(stable[i], model.Predict(stable[i].Design, Objective.Load, simulation, TestContext.Current.CancellationToken)));
        return [.. points.Where(point => point.IsSteady)];
    }

    private IEnumerable<Threshold> Slos(double unloaded)
    {
        double bound = unloaded * (1 + 2 * _random.NextUniform());
        yield return new("p95", ThresholdMetric.P95, Comparison.LessOrEqual, bound);
        yield return new("mean", ThresholdMetric.Mean, Comparison.LessOrEqual, bound * (0.4 + _random.NextUniform()));
    }

    /// <summary>Writes a measured machine: times that grow with items and with the model's size; sometimes they vary, sometimes engines share cores.</summary>
    private string Machine(string path)
    {
        JsonObject models = [];
        double scale = 0.5 + _random.NextUniform();
        foreach (string model in s_models)
        {
            scale *= 1.2 + _random.NextUniform();
            double fixedMs = _random.NextUniform();
            models[model] = new JsonArray([.. s_points.Select(items => Point(items, Math.Round(fixedMs + scale * items / 400, 3)))]);
        }
        JsonObject machine = new() { ["kind"] = "measured", ["name"] = Path.GetFileNameWithoutExtension(path), ["provenance"] = "drawn", ["models"] = models };
        if (Chance(0.4))
            machine["variation"] = new JsonObject(s_models.Select(model => KeyValuePair.Create(model, (JsonNode?)new JsonArray(0.7, 0.8, 0.9, 1.0, 1.6))));
        if (Chance(0.4))
            machine["cores"] = 2;
        File.WriteAllText(path, machine.ToJsonString());
        return path;
    }

    /// <summary>Sometimes slower or faster beside a busy engine, and after a rest.</summary>
    private JsonObject Point(int items, double ms)
    {
        JsonObject point = new() { ["items"] = items, ["ms"] = ms };
        if (Chance(0.3))
            point["restedMs"] = Math.Round(ms * (0.8 + 0.6 * _random.NextUniform()), 3);
        if (Chance(0.3))
            point["busyMs"] = new JsonArray(ms, Math.Round(ms * (0.8 + 0.6 * _random.NextUniform()), 3));
        return point;
    }

    private bool Chance(double probability) => _random.NextUniform() < probability;

    private int Below(int bound) => (int)_random.NextBelow((uint)bound);
}
