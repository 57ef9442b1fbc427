using System.Text.RegularExpressions;
using RecPipe.Datasets.Store;
using RecPipe.Datasets.Synthetic;
using RecPipe.FunctionalTests;
using RecPipe.Models.Families;
using RecPipe.Ranking.Configuration;
using RecPipe.Training;

[assembly: AssemblyFixture(typeof(World))]

namespace RecPipe.FunctionalTests;

/// <summary>Data and trained models that all tests here share, and the real processes that serve them.</summary>
public sealed partial class World : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public World()
    {
        SyntheticCriteo.Generate(new() { Rows = 30_000, Seed = 7, TableCap = 2_000, TestShare = 0.3 }, Data, new Progress<double>(), CancellationToken.None);
        Store = FeatureStore.Open(Data);
        foreach (string model in (string[])["rm-small", "rm-med", "rm-large"])
        {
            DlrmConfig config = ConfigFile.Load<DlrmConfig>(Repository.PathOf("configs", "models", model + ".json"));
            new DlrmTrainer(TimeProvider.System).Train(config, Store, new TrainingOptions()).Export(Models);
        }
    }

    public string Data => _folder.PathOf("data");

    public string Models => _folder.PathOf("models");

    /// <summary>Its last 9,000 rows are held out.</summary>
    public FeatureStore Store { get; }

    /// <summary>Starts a real stage worker of these models on free ports.</summary>
    internal Task<(HostProcess Process, Uri Grpc)> StartWorkerAsync(string name, CancellationToken cancellationToken) =>
        StartWorkerAsync(Models, Data, name, cancellationToken);

    /// <summary>Starts a real stage worker on free ports, with a feature store or without.</summary>
    internal static async Task<(HostProcess Process, Uri Grpc)> StartWorkerAsync(string models, string? data, string name, CancellationToken cancellationToken)
    {
        HostProcess process = HostProcess.Start("StageWorker", [
            "--Worker:Models", models, .. data is null ? [] : (string[])["--Worker:Data", data], "--Worker:Name", name,
            "--Worker:Listen:Grpc", "127.0.0.1:0", "--Worker:Listen:Http", "127.0.0.1:0"]);
        string line = await process.LineWith("serves on", cancellationToken);
        return (process, Addresses().Matches(line) is [var grpc, ..] ? new Uri(grpc.Value) : throw new InvalidOperationException(line));
    }

    /// <summary>Starts a real emulator of one device for these models on free ports.</summary>
    internal async Task<(HostProcess Process, Uri Grpc)> StartEmulatorAsync(string name, string hardware, CancellationToken cancellationToken, params string[] settings)
    {
        HostProcess process = HostProcess.Start("AccelEmulator", [
            "--Emulator:Models", Models, "--Emulator:Data", Data, "--Emulator:Name", name, "--Emulator:Devices:0:Hardware", hardware,
            "--Emulator:Listen:Grpc", "127.0.0.1:0", "--Emulator:Listen:Http", "127.0.0.1:0", .. settings]);
        string line = await process.LineWith("serves on", cancellationToken);
        return (process, Addresses().Matches(line) is [var grpc, ..] ? new Uri(grpc.Value) : throw new InvalidOperationException(line));
    }

    /// <summary>Starts a real gateway on free ports.</summary>
    /// <param name="pipelines">A pipeline file or a folder of them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="settings">Further command line.</param>
    internal static async Task<(HostProcess Process, Uri Grpc, Uri Http)> StartGatewayAsync(string pipelines, CancellationToken cancellationToken, params string[] settings)
    {
        HostProcess process = HostProcess.Start("Gateway", ["--pipelines", pipelines, "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0", .. settings]);
        string line = await process.LineWith("REST on", cancellationToken);
        return Addresses().Matches(line) is [var grpc, var http] ? (process, new Uri(grpc.Value), new Uri(http.Value)) : throw new InvalidOperationException(line);
    }

    public void Dispose()
    {
        Store.Dispose();
        _folder.Dispose();
    }

    [GeneratedRegex(@"http://[\d.]+:\d+")]
    private static partial Regex Addresses();
}
