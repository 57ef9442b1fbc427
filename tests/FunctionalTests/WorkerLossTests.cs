using RecPipe.LoadGen.Engine;
using RecPipe.LoadGen.Reports;
using RecPipe.LoadGen.Targets;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;
using RecPipe.Workloads.Queries;
using RecPipe.Workloads.Simulations;

namespace RecPipe.FunctionalTests;

/// <summary>A worker's process is killed while load runs: every query is answered or fails clearly, and none hangs.</summary>
public sealed class WorkerLossTests(World world)
{
    private const double Rate = 40;
    private static readonly TimeSpan s_measured = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task A_replica_takes_over()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        (HostProcess doomed, Uri first) = await world.StartWorkerAsync("w1", cancellationToken);
        await using HostProcess doomedProcess = doomed;
        (HostProcess survivor, Uri second) = await world.StartWorkerAsync("w2", cancellationToken);
        await using HostProcess survivorProcess = survivor;
        string[] workers = [first.ToString(), second.ToString()];

        LoadReport report = await RunAndKill(doomed, Stage("rm-small", 200, workers), Stage("rm-large", 20, workers));

        report.Answered.ShouldBe(report.Arrivals, string.Join(", ", report.Errors.Select(error => $"{error.Key} {error.Value}")));
        report.Latency.Max.ShouldBeLessThan(s_deadline * 2);
    }

    [Fact]
    public async Task Without_a_replica_the_last_completed_stage_answers_degraded()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        (HostProcess filter, Uri first) = await world.StartWorkerAsync("filter", cancellationToken);
        await using HostProcess filterProcess = filter;
        (HostProcess doomed, Uri second) = await world.StartWorkerAsync("ranker", cancellationToken);
        await using HostProcess doomedProcess = doomed;

        LoadReport report = await RunAndKill(doomed, Stage("rm-small", 200, first.ToString()), Stage("rm-large", 20, second.ToString()));

        report.Answered.ShouldBe(report.Arrivals, string.Join(", ", report.Errors.Select(error => $"{error.Key} {error.Value}")));
        report.DegradedShare.ShouldBeInRange(0.2, 0.9); // killed half way
    }

    [Fact]
    public async Task Without_any_worker_queries_fail_at_once_as_Unavailable()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        (HostProcess doomed, Uri only) = await world.StartWorkerAsync("only", cancellationToken);
        await using HostProcess doomedProcess = doomed;

        LoadReport report = await RunAndKill(doomed, Stage("rm-small", 20, only.ToString()));

        (report.Answered + report.Errors.Values.Sum()).ShouldBe(report.Arrivals);
        report.Errors.Keys.ShouldBe(["Unavailable"]);
        report.FailedLatency.Max.ShouldBeLessThan(s_deadline * 2);
    }

    private async Task<LoadReport> RunAndKill(HostProcess doomed, params StageConfig[] stages)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        using TemporaryFolder folder = new();
        string file = folder.PathOf("pipeline.json");
        ConfigFile.Save(file, new PipelineConfig { Name = "under-test", Deadline = s_deadline, Stages = stages });
        (HostProcess gateway, Uri grpc, _) = await World.StartGatewayAsync(file, cancellationToken);
        await using HostProcess gatewayProcess = gateway;

        HeldOutRows queries = new(world.Store, 1, 1_000);
        using GatewayTarget target = new(grpc, "under-test", queries, new QualityJudge(queries, 20), 1, TimeProvider.System);
        KillHalfWay kill = new(doomed);
        return await new OpenLoopEngine().RunAsync(
            new()
            {
                Target = "under-test",
                Step = target.RankAsync,
                QualityK = 20,
                Workload = new() { Name = "worker loss", Load = [new Inject(Rate, s_measured)], WarmUp = TimeSpan.FromSeconds(0.5), Candidates = 1_000, Deadline = s_deadline },
            },
            kill,
            cancellationToken);
    }

    private static StageConfig Stage(string model, int keep, params string[] workers) =>
        new() { Model = model, Keep = keep, Budget = s_deadline * 0.4, Workers = workers };

    private sealed class KillHalfWay(HostProcess process) : IProgress<double>
    {
        private int _killed;

        public void Report(double value)
        {
            if (value >= 0.5 && Interlocked.Exchange(ref _killed, 1) == 0)
                process.Kill();
        }
    }
}
