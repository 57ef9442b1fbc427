using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RecPipe.Contracts.Ranking;
using RecPipe.Contracts.Ranking.V1;
using RecPipe.Gateway;
using RecPipe.Gateway.Workers;
using RecPipe.LoadGen.Engine;
using RecPipe.LoadGen.Reports;
using RecPipe.LoadGen.Scenarios;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;
using RecPipe.ServiceDefaults;
using RecPipe.Workloads.Queries;
using RecPipe.Workloads.Simulations;

namespace RecPipe.FunctionalTests;

/// <summary>
/// A fleet behind one name, as behind a headless service: real workers, each on a loopback address of its own, all on one port.
/// Under load one joins, and one is drained while its address is still given out.
/// </summary>
public sealed class ScalingTests(World world)
{
    private const int Candidates = 500;
    private static readonly TimeSpan s_measured = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Scaling_up_and_down_under_load_loses_no_query()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        int port = FreePort();
        await using HostProcess first = await StartWorkerAsync("first", $"127.0.0.1:{port}", cancellationToken);
        await using HostProcess second = await StartWorkerAsync("second", $"127.0.0.2:{port}", cancellationToken);
        await using HostProcess third = await StartWorkerAsync("third", $"127.0.0.3:{port}", cancellationToken);
        string[] named = ["127.0.0.1", "127.0.0.2"];
        using TemporaryFolder folder = new();
        ConfigFile.Save(folder.PathOf("scaled.json"), new PipelineConfig
        {
            Name = "scaled",
            Deadline = s_deadline,
            Stages = [new() { Model = "rm-small", Keep = 20, Workers = [$"dns:///workers.test:{port}"] }],
        });
        await using WebApplication gateway = BuildGateway(folder.PathOf("scaled.json"), () => Volatile.Read(ref named));
        await gateway.StartAsync(cancellationToken);
        using GrpcChannel channel = GrpcChannel.ForAddress(gateway.BoundAddresses().Grpc);
        RankingService.RankingServiceClient client = new(channel);
        QueryStream queries = new(1, world.Store.Manifest.TrainRows, world.Store.Rows - world.Store.Manifest.TrainRows, Candidates);
        ConcurrentQueue<(double At, string Worker)> answers = [];
        double done = 0;
        Steps steps = new(
            (0.25, () => Volatile.Write(ref named, ["127.0.0.1", "127.0.0.2", "127.0.0.3"])),
            (0.5, first.Terminate), // as the kubelet does, before everybody has heard of it
            (0.8, () => Volatile.Write(ref named, ["127.0.0.2", "127.0.0.3"])));

        LoadReport report = await new OpenLoopEngine().RunAsync(
            new()
            {
                Target = "scaled",
                Step = Ask,
                Workload = new() { Name = "scaling", Load = [new Inject(50, s_measured)], WarmUp = TimeSpan.Zero, Candidates = Candidates, Deadline = s_deadline },
            },
            new Progress(value =>
            {
                Volatile.Write(ref done, value);
                steps.Take(value);
            }),
            cancellationToken);

        report.Answered.ShouldBe(report.Arrivals, string.Join(", ", report.Errors.Select(error => $"{error.Key} {error.Value}")));
        report.DegradedShare.ShouldBe(0);
        (await first.ExitCode(cancellationToken)).ShouldBe(0, first.Output);
        Share("third", 0, 0.25).ShouldBe(0);
        Share("third", 0.35, 0.5).ShouldBeGreaterThan(0.1, "a worker that joins gets queries");
        Share("first", 0, 0.5).ShouldBeGreaterThan(0.1);
        Share("first", 0.7, 1).ShouldBe(0, "a worker that has left gets none");

        async ValueTask<StepResult> Ask(StepContext context, CancellationToken cancel)
        {
            int[] candidates = new int[Candidates];
            queries.Fill(context.Query, candidates);
            double at = Volatile.Read(ref done);
            RankReply reply = await client.RankAsync(new Query(candidates).ToProto("scaled"), deadline: DateTime.UtcNow + s_deadline, cancellationToken: cancel);
            answers.Enqueue((at, reply.Stages[^1].Worker));
            return new(StatusCode.OK, reply.Degraded);
        }

        double Share(string worker, double from, double to)
        {
            string[] then = [.. answers.Where(answer => answer.At >= from && answer.At < to).Select(answer => answer.Worker)];
            then.Length.ShouldBeGreaterThan(5);
            return then.Count(name => name == worker) / (double)then.Length;
        }
    }

    private async Task<HostProcess> StartWorkerAsync(string name, string address, CancellationToken cancellationToken)
    {
        HostProcess process = HostProcess.Start(
            "StageWorker", "--Worker:Models", world.Models, "--Worker:Data", world.Data, "--Worker:Name", name,
            "--Worker:Listen:Grpc", address, "--Worker:Listen:Http", "127.0.0.1:0");
        await process.LineWith("serves on", cancellationToken);
        return process;
    }

    private static WebApplication BuildGateway(string pipeline, Func<string[]> named) => GatewayHost.Build(
        new GatewayOptions { Pipelines = [pipeline], Listen = new(), NameRefresh = TimeSpan.FromMilliseconds(100) },
        configure: builder =>
        {
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton<NameResolver>((_, _) => Task.FromResult(named().Select(IPAddress.Parse).ToArray()));
        });

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Any, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class Progress(Action<double> reported) : IProgress<double>
    {
        public void Report(double value) => reported(value);
    }

    /// <summary>Each once, in order, when its share of the run is over.</summary>
    private sealed class Steps(params (double At, Action Do)[] steps)
    {
        private int _next;

        public void Take(double done)
        {
            while (_next < steps.Length && done >= steps[_next].At)
                steps[_next++].Do();
        }
    }
}
