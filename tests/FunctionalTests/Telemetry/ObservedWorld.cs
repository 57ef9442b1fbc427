using System.Text.RegularExpressions;
using Grpc.Core;
using Grpc.Net.Client;
using RecPipe.Contracts.Ranking;
using RecPipe.Contracts.Ranking.V1;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;

namespace RecPipe.FunctionalTests.Telemetry;

/// <summary>A gateway, a worker for the first stage and an emulator for the second, as processes that export to a receiver.</summary>
internal sealed partial class ObservedWorld : IAsyncDisposable
{
    /// <summary>Small stage on the worker, large stage on the emulator.</summary>
    public const string Pipeline = "observed";

    /// <summary>The same with a large stage that nobody serves.</summary>
    public const string Broken = "broken";

    public const int Candidates = 600, Filtered = 200, Kept = 20;

    private readonly TemporaryFolder _pipelines = new();
    private readonly OtlpReceiver _receiver;
    private readonly List<HostProcess> _processes = [];

    private ObservedWorld(OtlpReceiver receiver) => _receiver = receiver;

    public IReadOnlyList<ReceivedSpan> Spans => [.. _receiver.Spans];

    public OtlpReceiver Receiver => _receiver;

    public Uri WorkerHttp { get; private set; } = null!;

    public Uri EmulatorHttp { get; private set; } = null!;

    public static async Task<ObservedWorld> StartAsync(World world, CancellationToken cancellationToken)
    {
        ObservedWorld observed = new(await OtlpReceiver.StartAsync(cancellationToken));
        HostProcess worker = observed.Start("StageWorker", [], "--Worker:Models", world.Models, "--Worker:Data", world.Data, "--Worker:Name", "small",
            "--Worker:Listen:Grpc", "127.0.0.1:0", "--Worker:Listen:Http", "127.0.0.1:0");
        HostProcess emulator = observed.Start("AccelEmulator", [], "--Emulator:Models", world.Models, "--Emulator:Data", world.Data, "--Emulator:Name", "large",
            "--Emulator:Devices:0:Hardware", Repository.PathOf("configs", "hardware", "rpaccel-4.json"), "--Emulator:Devices:0:Name", "accelerator",
            "--Emulator:Listen:Grpc", "127.0.0.1:0", "--Emulator:Listen:Http", "127.0.0.1:0");
        (Uri workerGrpc, observed.WorkerHttp) = await AddressesOf(worker, "serves on", cancellationToken);
        (Uri emulatorGrpc, observed.EmulatorHttp) = await AddressesOf(emulator, "serves on", cancellationToken);
        observed.Save(Pipeline, workerGrpc, emulatorGrpc);
        observed.Save(Broken, workerGrpc, new("http://127.0.0.1:9"));
        return observed;
    }

    /// <summary>Starts a gateway on the pipelines, with further environment.</summary>
    public async Task<(HostProcess Process, Uri Grpc, Uri Http)> StartGatewayAsync(CancellationToken cancellationToken, params (string, string)[] environment)
    {
        HostProcess gateway = Start("Gateway", environment, "--pipelines", _pipelines.Root, "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0", "--allow-unreachable", "true");
        (Uri grpc, Uri http) = await AddressesOf(gateway, "REST on", cancellationToken);
        return (gateway, grpc, http);
    }

    /// <summary>One query, of a client that traces nothing unless it is given a trace.</summary>
    /// <param name="gateway">Its gRPC address.</param>
    /// <param name="pipeline">Which.</param>
    /// <param name="traceParent">The client's span, as the W3C writes it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<RankReply> RankAsync(Uri gateway, string pipeline, string? traceParent, CancellationToken cancellationToken)
    {
        using SocketsHttpHandler handler = new() { ActivityHeadersPropagator = null };
        using GrpcChannel channel = GrpcChannel.ForAddress(gateway, new() { HttpHandler = handler });
        Metadata headers = traceParent is null ? [] : new() { { "traceparent", traceParent } };
        return await new RankingService.RankingServiceClient(channel).RankAsync(
            new Query(Enumerable.Range(21_000, Candidates).ToArray()).ToProto(pipeline), headers, cancellationToken: cancellationToken);
    }

    /// <summary>Everything started ends as operators end it, so that everything observed is exported.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        foreach (HostProcess process in _processes)
            process.Terminate();
        foreach (HostProcess process in _processes)
            (await process.ExitCode(cancellationToken)).ShouldBe(0, process.Output);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (HostProcess process in _processes)
            await process.DisposeAsync();
        await _receiver.DisposeAsync();
        _pipelines.Dispose();
    }

    private HostProcess Start(string project, (string, string)[] environment, params string[] arguments)
    {
        HostProcess process = HostProcess.Start(project, [("OTEL_EXPORTER_OTLP_ENDPOINT", _receiver.Address.ToString()), .. environment], arguments);
        _processes.Add(process);
        return process;
    }

    private void Save(string name, Uri small, Uri large) => ConfigFile.Save(_pipelines.PathOf(name + ".json"), new PipelineConfig
    {
        Name = name,
        Deadline = TimeSpan.FromSeconds(20),
        Objective = new(95, TimeSpan.FromSeconds(10)),
        Stages =
        [
            new StageConfig { Name = "filter", Model = "rm-small", Keep = Filtered, Workers = [small.ToString()] },
            new StageConfig { Name = "rank", Model = "rm-large", Keep = Kept, Workers = [large.ToString()] },
        ],
    });

    private static async Task<(Uri Grpc, Uri Http)> AddressesOf(HostProcess process, string line, CancellationToken cancellationToken) =>
        Addresses().Matches(await process.LineWith(line, cancellationToken)) is [var grpc, var http, ..]
            ? (new(grpc.Value), new(http.Value))
            : throw new InvalidOperationException(process.Output);

    [GeneratedRegex(@"http://[\d.]+:\d+")]
    private static partial Regex Addresses();
}
