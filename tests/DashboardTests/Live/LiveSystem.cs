using System.Diagnostics;
using System.Text.RegularExpressions;
using RecPipe.Datasets.Store;
using RecPipe.Datasets.Synthetic;
using RecPipe.Models.Families;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;
using RecPipe.Training;

namespace RecPipe.DashboardTests.Live;

/// <summary>
/// Real processes under load, and the faults they are put through. Pipeline "two-stage" runs on two workers, "emulated" on an
/// emulator slow enough that a few queries a second are too many, whatever the machine.
/// </summary>
internal sealed partial class LiveSystem : IAsyncDisposable
{
    private const int Rows = 4_000;

    private readonly TemporaryFolder _folder = new();
    private readonly List<HostProcess> _started = [];
    private readonly string _loadMetrics = Loopback(), _emulatedLoadMetrics = Loopback(), _overloadMetrics = Loopback();
    private Host _gateway = null!, _small = null!, _large = null!, _emulator = null!;
    private HostProcess _emulatedLoad = null!;
    private HostProcess? _overload;

    /// <summary>Where each scrape job's targets have their metrics.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Targets => new Dictionary<string, IReadOnlyList<string>>
    {
        ["gateway"] = [_gateway.Http.Authority],
        ["worker-small"] = [_small.Http.Authority],
        ["worker-large"] = [_large.Http.Authority],
        ["accel-emulator"] = [_emulator.Http.Authority],
        ["load"] = [_loadMetrics, _emulatedLoadMetrics, _overloadMetrics],
    };

    /// <summary>What all processes printed.</summary>
    public string Output => string.Join("\n\n", _started.Select(process => process.Output));

    public async Task Start(CancellationToken cancellationToken)
    {
        Prepare(cancellationToken);
        Host[] hosts = await Task.WhenAll(
            StartWorker("worker-small", "127.0.0.1:0", "127.0.0.1:0", cancellationToken),
            StartWorker("worker-large", "127.0.0.1:0", "127.0.0.1:0", cancellationToken),
            StartHost("AccelEmulator", "serves on", cancellationToken,
                "--Emulator:Models", _folder.PathOf("models"), "--Emulator:Data", _folder.PathOf("data"), "--Emulator:Scores", "precomputed",
                "--Emulator:Devices:0:Hardware", Repository.PathOf("configs", "hardware", "gpu-t4.json"), "--Emulator:Devices:0:QueueCapacity", "16",
                "--Emulator:TimeScale", "20", "--Emulator:Tolerance", "00:00:00.1", // 90 ms a query
                "--Emulator:Listen:Grpc", "127.0.0.1:0", "--Emulator:Listen:Http", "127.0.0.1:0"));
        (_small, _large, _emulator) = (hosts[0], hosts[1], hosts[2]);
        WritePipelines();
        _gateway = await StartGateway("127.0.0.1:0", "127.0.0.1:0", cancellationToken);
        StartLoad("two-stage", 15, _loadMetrics);
        _emulatedLoad = StartLoad("emulated", 4, _emulatedLoadMetrics);
    }

    /// <summary>Ten times the load for the emulator, and no worker for the second stage of "two-stage".</summary>
    public Task OverloadAndKillRanker(CancellationToken cancellationToken)
    {
        _overload ??= StartLoad("emulated", 40, _overloadMetrics);
        _large.Process.Kill();
        return Task.CompletedTask;
    }

    public void EndOverload() => _overload?.Kill();

    public async Task RestartRanker(CancellationToken cancellationToken) =>
        _large = await StartWorker("worker-large", _large.Grpc.Authority, _large.Http.Authority, cancellationToken);

    public Task KillGateway(CancellationToken cancellationToken)
    {
        _gateway.Process.Kill();
        return Task.CompletedTask;
    }

    public async Task RestartGateway(CancellationToken cancellationToken) =>
        _gateway = await StartGateway(_gateway.Grpc.Authority, _gateway.Http.Authority, cancellationToken);

    /// <summary>What a busy host does to an emulator: nothing of it runs for a while.</summary>
    public Task StallEmulator(CancellationToken cancellationToken) => Stall(_emulator.Process, cancellationToken);

    /// <summary>What a busy host does to a load generator.</summary>
    public Task StallLoad(CancellationToken cancellationToken) => Stall(_emulatedLoad, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (HostProcess process in _started)
            await process.DisposeAsync();
        _folder.Dispose();
    }

    private void Prepare(CancellationToken cancellationToken)
    {
        SyntheticCriteo.Generate(new() { Rows = Rows, Seed = 7, TableCap = 200, TestShare = 0.3 }, _folder.PathOf("data"), new Progress<double>(), cancellationToken);
        using FeatureStore store = FeatureStore.Open(_folder.PathOf("data"));
        foreach (string model in (string[])["rm-small", "rm-large"])
        {
            DlrmConfig config = ConfigFile.Load<DlrmConfig>(Repository.PathOf("configs", "models", model + ".json"));
            new DlrmTrainer(TimeProvider.System).Train(config, store, new TrainingOptions(), null, cancellationToken).Export(_folder.PathOf("models"), cancellationToken);
        }
    }

    private void WritePipelines()
    {
        Directory.CreateDirectory(_folder.PathOf("pipelines"));
        Save("two-stage", TimeSpan.FromSeconds(1), Stage("rm-small", 64, _small), Stage("rm-large", 16, _large));
        Save("emulated", TimeSpan.FromSeconds(3), Stage("rm-large", 16, _emulator));

        void Save(string name, TimeSpan deadline, params StageConfig[] stages) => ConfigFile.Save(
            _folder.PathOf("pipelines", $"{name}.json"),
            new PipelineConfig { Name = name, Deadline = deadline, Objective = new(95, TimeSpan.FromSeconds(0.9)), Stages = stages });

        static StageConfig Stage(string model, int keep, Host worker) => new() { Model = model, Keep = keep, Workers = [worker.Grpc.ToString()] };
    }

    private Task<Host> StartWorker(string name, string grpc, string http, CancellationToken cancellationToken) => StartHost(
        "StageWorker", "serves on", cancellationToken,
        "--Worker:Models", _folder.PathOf("models"), "--Worker:Data", _folder.PathOf("data"), "--Worker:Name", name, "--Worker:Engines", "1",
        "--Worker:Listen:Grpc", grpc, "--Worker:Listen:Http", http);

    private Task<Host> StartGateway(string grpc, string http, CancellationToken cancellationToken) => StartHost(
        "Gateway", "REST on", cancellationToken,
        "--pipelines", _folder.PathOf("pipelines"), "--grpc", grpc, "--http", http, "--Gateway:QualitySample", "1");

    private HostProcess StartLoad(string pipeline, double rate, string metrics)
    {
        HostProcess load = HostProcess.Start(
            "LoadGen", "--gateway", _gateway.Grpc.ToString(), "--pipeline", pipeline, "--rows", $"{Rows}", "--rate", $"{rate}", "--candidates", "512",
            "--duration", "600s", "--warm-up", "100ms", "--deadline", "5s", "--metrics", metrics);
        _started.Add(load);
        return load;
    }

    private async Task<Host> StartHost(string project, string ready, CancellationToken cancellationToken, params string[] arguments)
    {
        HostProcess process = HostProcess.Start(project, arguments);
        lock (_started)
            _started.Add(process);
        string line = await process.LineWith(ready, cancellationToken);
        return Addresses().Matches(line) is [var grpc, var http] ? new(process, new Uri(grpc.Value), new Uri(http.Value)) : throw new InvalidOperationException(line);
    }

    private static async Task Stall(HostProcess process, CancellationToken cancellationToken)
    {
        await Signal("-STOP");
        await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        await Signal("-CONT");

        async Task Signal(string signal)
        {
            using Process kill = Process.Start("kill", [signal, $"{process.Id}"]);
            await kill.WaitForExitAsync(cancellationToken);
        }
    }

    private static string Loopback() => $"127.0.0.1:{Prometheus.FreePort()}";

    [GeneratedRegex(@"http://[\d.]+:\d+")]
    private static partial Regex Addresses();

    private sealed record Host(HostProcess Process, Uri Grpc, Uri Http);
}
