using RecPipe.Datasets.Store;
using RecPipe.LoadGen.Capacity;
using RecPipe.LoadGen.Engine;
using RecPipe.LoadGen.Reports;
using RecPipe.LoadGen.Scenarios;
using RecPipe.LoadGen.Targets;
using RecPipe.Workloads.Queries;
using RecPipe.Workloads.Simulations;

namespace RecPipe.Cli.Demo;

/// <summary>Offers Poisson load to each pipeline at the same rates: shares of what the two-stage pipeline can answer.</summary>
internal sealed class DemoRuns(FeatureStore store, Uri gateway, DemoPlan plan, int seed)
{
    private const int Candidates = 4096;
    private const int Keep = 64;
    private const string Reference = "two-stage";

    /// <summary>
    /// The generator shares the cores with what it measures, so its lag weighs more than on a machine of its own. Lag is part
    /// of the measured latency: the numbers err on the slow side.
    /// </summary>
    public const double MaxLagShare = 0.3;

    public static IReadOnlyList<string> Pipelines { get; } = ["one-stage", "two-stage", "three-stage"];

    private readonly OpenLoopEngine _engine = new();
    private readonly HeldOutRows _queries = new(store, (ulong)seed, Candidates);

    public async Task<IReadOnlyList<DemoRun>> MeasureAsync(CancellationToken cancellationToken)
    {
        double capacity = await Terminal.WithProgressAsync("Find the maximum throughput of two-stage", progress =>
            FindCapacityAsync(progress, cancellationToken)).ConfigureAwait(false);
        List<DemoRun> runs = [];
        foreach (string pipeline in Pipelines)
        {
            foreach (double load in plan.Loads)
            {
                double rate = Round(load * capacity);
                cancellationToken.ThrowIfCancellationRequested();
                LoadReport report = await Terminal.WithProgressAsync($"{pipeline} at {rate:0.#} queries/s", progress =>
                    RunAsync(pipeline, new Inject(rate, plan.Measure), progress, cancellationToken)).ConfigureAwait(false);
                runs.Add(new(pipeline, rate, report));
            }
        }
        cancellationToken.ThrowIfCancellationRequested();
        return runs;
    }

    private async Task<double> FindCapacityAsync(IProgress<double> progress, CancellationToken cancellationToken)
    {
        using GatewayTarget target = Target(Reference);
        MaxThroughputResult found = await MaxThroughput.FindAsync(
            _engine,
            Scenario(Reference, target, new KeepConstant(1, plan.Measure)),
            new() { FirstCopies = 4, MostCopies = 8, StepDuration = plan.Measure / 2, WarmUp = plan.WarmUp },
            progress,
            cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return found.Throughput;
    }

    private async Task<LoadReport> RunAsync(string pipeline, LoadSimulation load, IProgress<double> progress, CancellationToken cancellationToken)
    {
        using GatewayTarget target = Target(pipeline);
        return await _engine.RunAsync(Scenario(pipeline, target, load), progress, cancellationToken).ConfigureAwait(false);
    }

    private GatewayTarget Target(string pipeline) => new(gateway, pipeline, _queries, new QualityJudge(_queries, Keep), connections: 1, TimeProvider.System);

    private Scenario Scenario(string pipeline, GatewayTarget target, LoadSimulation load) => new()
    {
        Target = $"{pipeline} at {gateway}",
        Step = target.RankAsync,
        QualityK = Keep,
        MaxLagShare = MaxLagShare,
        Workload = new()
        {
            Name = "demo",
            Load = [load],
            WarmUp = plan.WarmUp,
            Candidates = Candidates,
            ScheduleSeed = (ulong)seed,
            QuerySeed = (ulong)seed,
        },
    };

    /// <summary>Two significant digits: rates a person would choose.</summary>
    private static double Round(double rate)
    {
        double unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(rate, 1))) - 1);
        return Math.Max(1, Math.Round(rate / unit) * unit);
    }
}
