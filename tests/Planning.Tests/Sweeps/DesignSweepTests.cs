using System.Text.Json;
using RecPipe.Planning.Designs;
using RecPipe.Planning.Experiments;
using RecPipe.Planning.Performance;
using RecPipe.Planning.Sweeps;
using RecPipe.Ranking.Configuration;
using RecPipe.Simulation.Replications;

namespace RecPipe.Planning.Tests.Sweeps;

public sealed class DesignSweepTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LoadedExperiment _experiment = Shipped.Experiment("kaggle-accel-2-stage");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_interrupted_sweep_goes_on_where_it_stopped_and_ends_as_if_it_had_not()
    {
        IReadOnlyList<Design> designs = _experiment.Designs(DesignMode.Parity);
        IReadOnlyList<SweptPoint> uninterrupted = await SweepAsync("whole", designs, new Counted(Runs(DesignMode.Parity)), CancellationToken.None);

        using CancellationTokenSource stop = new();
        Counted first = new(Runs(DesignMode.Parity)) { StopAfter = (12, stop) };
        await Should.ThrowAsync<OperationCanceledException>(() => SweepAsync("stopped", designs, first, stop.Token));
        first.Found.ShouldBeInRange(12, 16);
        Counted second = new(Runs(DesignMode.Parity));
        IReadOnlyList<SweptPoint> resumed = await SweepAsync("stopped", designs, second, CancellationToken.None);

        (first.Found + second.Found).ShouldBe(9 * 4);
        JsonSerializer.Serialize(resumed).ShouldBe(JsonSerializer.Serialize(uninterrupted));
        Counted third = new(Runs(DesignMode.Parity));
        await SweepAsync("stopped", designs, third, CancellationToken.None);
        third.Found.ShouldBe(0);
        third.Opened.ShouldBe(0);
    }

    [Fact]
    public async Task What_bounds_show_to_be_saturated_is_not_run_and_the_rest_is_steady()
    {
        LoadedExperiment one = Shipped.Experiment("kaggle-accel-1-stage");
        IReadOnlyList<SweptPoint> points = await SweepAsync("one", one.Designs(DesignMode.Corrected), Runs(DesignMode.Corrected, one), CancellationToken.None, one);
        double capacity = new DesignModel(one.Hardware(DesignMode.Corrected)).Bounds(one.Designs(DesignMode.Corrected)[0]).Capacity;
        points.Select(point => point.Rate).ShouldBe(one.Experiment.Rates.Order());
        foreach (SweptPoint point in points)
        {
            point.Saturated.ShouldBe(point.Rate >= capacity);
            if (point.Saturated)
            {
                point.P95Ms.ShouldBeNull();
                point.Throughput.ShouldBe(capacity);
                continue;
            }
            // Pollaczek-Khinchine
            double load = point.Rate / capacity;
            point.MeanMs!.Value.ShouldBe(1000 / capacity * (1 + load / (2 * (1 - load))), 0.02 * point.MeanMs.Value);
            point.Utilisation.ShouldHaveSingleItem().ShouldBe(load, 0.02);
            point.P95HalfWidthMs!.Value.ShouldBeLessThanOrEqualTo((load < 0.9 ? 0.02 : 0.1) * point.P95Ms!.Value); // close to saturation no run is long enough
        }
    }

    [Fact]
    public async Task A_parity_run_is_as_long_as_the_artefacts_saturated_or_not()
    {
        LoadedExperiment one = Shipped.Experiment("kaggle-accel-1-stage");
        SweptPoint point = (await SweepAsync("parity", one.Designs(DesignMode.Parity), Runs(DesignMode.Parity, one), CancellationToken.None, one))[^1];
        // 10,000 queries in 5 s of which each takes 2.09 ms: the last waits for 15.9 s, the mean one for half of it (notes L6)
        point.Rate.ShouldBe(2000);
        point.Saturated.ShouldBeTrue();
        point.MeanMs!.Value.ShouldBe(7950, 150);
        point.Throughput.ShouldBe(1 / 0.0020907438257427215, 1);
    }

    [Fact]
    public void Another_sweep_is_refused_with_what_to_do()
    {
        Open(Identity()).Dispose();
        Open(Identity()).Dispose(); // the same goes on
        Refused(Identity() with { Program = "other" }, "program", "by another version of this program (test)");
        Refused(Identity() with { Experiment = _experiment.Experiment with { K = 32 } }, "experiment", "of another experiment (kaggle-accel-2-stage)");
        Refused(Identity() with { Mode = DesignMode.Parity }, "mode", "in corrected mode");
        Refused(Identity() with { Means = SweepMeans.Live }, "means", "that is virtual");
        Refused(Identity() with { Inputs = new Dictionary<string, string>() }, "inputs", "of other models or hardware");
        Refused(Identity() with { Replications = new() { Seed = 2 } }, "replications", "of another precision or seed");

        void Refused(DesignSweepIdentity identity, string field, string what)
        {
            ConfigProblem problem = Should.Throw<ConfigException>(() => Open(identity)).Problems.ShouldHaveSingleItem();
            problem.Field.ShouldBe(field);
            problem.Problem.ShouldBe($"This folder holds a sweep {what}.");
            problem.Remedy.ShouldBe("Choose another folder, or remove this one.");
        }
    }

    [Fact]
    public void Points_of_nobody_knows_what_are_refused()
    {
        Open(Identity()).Dispose();
        File.Delete(_folder.PathOf("identity/sweep.json"));
        Open(Identity()).Dispose(); // there were no points yet
        File.WriteAllText(_folder.PathOf("identity/points.jsonl"), "{}\n");
        File.Delete(_folder.PathOf("identity/sweep.json"));
        Should.Throw<ConfigException>(() => Open(Identity())).Message.ShouldContain("sweep.json: It is missing, and points.jsonl holds points");
    }

    [Fact]
    public void Two_sweeps_at_once_in_one_folder_are_refused()
    {
        using DesignSweepFolder first = Open(Identity());
        Should.Throw<ConfigException>(() => Open(Identity())).Message.ShouldContain("Wait for the other process, or choose another folder.");
    }

    private DesignSweepFolder Open(DesignSweepIdentity identity) => DesignSweepFolder.Open(_folder.PathOf("identity"), identity);

    private DesignSweepIdentity Identity() => DesignSweepIdentity.Of("test", _experiment, DesignMode.Corrected, SweepMeans.Virtual, new ReplicationOptions(), new Dictionary<string, string>());

    private SimulatedRuns Runs(DesignMode mode, LoadedExperiment? experiment = null)
    {
        experiment ??= _experiment;
        return new(new DesignModel(experiment.Hardware(mode)), experiment.Experiment.Queries, mode, new() { Precision = mode == DesignMode.Parity ? 1 : 0.02 });
    }

    private async Task<IReadOnlyList<SweptPoint>> SweepAsync(string folder, IReadOnlyList<Design> designs, IDesignRuns runs, CancellationToken cancellationToken, LoadedExperiment? experiment = null)
    {
        Directory.CreateDirectory(_folder.PathOf(folder));
        using PointLog log = new(_folder.PathOf(folder, "points.jsonl"));
        IReadOnlyList<double> rates = experiment?.Experiment.Rates ?? [500, 400, 200, 100];
        return await DesignSweep.RunAsync(designs, rates, runs, log, null, cancellationToken);
    }

    /// <summary>Counts what is found, and may stop the sweep.</summary>
    private sealed class Counted(IDesignRuns runs) : IDesignRuns
    {
        private int _found, _opened;

        public int Found => _found;

        public int Opened => _opened;

        public (int Points, CancellationTokenSource Stop)? StopAfter { get; init; }

        public int Parallel => 2;

        public async Task<IDesignRun> OpenAsync(Design design, IReadOnlyList<SweptPoint> known, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _opened);
            return new Run(this, await runs.OpenAsync(design, known, cancellationToken));
        }

        private sealed class Run(Counted counted, IDesignRun run) : IDesignRun
        {
            public async Task<SweptPoint> RunAsync(double rate, CancellationToken cancellationToken)
            {
                SweptPoint point = await run.RunAsync(rate, cancellationToken);
                if (Interlocked.Increment(ref counted._found) == counted.StopAfter?.Points)
                    await counted.StopAfter.Value.Stop.CancelAsync();
                return point;
            }

            public ValueTask DisposeAsync() => run.DisposeAsync();
        }
    }
}
