using System.Net;
using System.Net.Sockets;

namespace RecPipe.DeployTests;

/// <summary>The health check of the images: the host's own program, asking another process of itself.</summary>
public sealed class HealthProbeTests
{
    [Fact]
    public async Task A_serving_gateway_is_healthy_and_a_port_where_nobody_listens_is_not()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.PathOf("pipeline.json"), """{ "name": "p", "stages": [{ "model": "m", "keep": 1, "workers": ["http://127.0.0.1:1"] }] }""");
        string grpc = FreeAddress();
        await using HostProcess gateway = HostProcess.Start("Gateway",
            "--pipelines", folder.PathOf("pipeline.json"), "--allow-unreachable", "true", "--grpc", grpc, "--http", "127.0.0.1:0");
        await gateway.LineWith("Serving", token);

        await using HostProcess healthy = HostProcess.Start("Gateway", "--health", grpc);
        (await healthy.ExitCode(token)).ShouldBe(0, healthy.Output);
        await using HostProcess refused = HostProcess.Start("StageWorker", "--health", FreeAddress());
        (await refused.ExitCode(token)).ShouldBe(1, refused.Output);
        await refused.LineWith("does not answer", token);
        await using HostProcess unreadable = HostProcess.Start("AccelEmulator", "--health", "there");
        (await unreadable.ExitCode(token)).ShouldBe(2, unreadable.Output);
        await unreadable.LineWith("host:port", token);
    }

    private static string FreeAddress()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }
}
