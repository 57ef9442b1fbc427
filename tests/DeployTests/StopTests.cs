using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace RecPipe.DeployTests;

/// <summary>What orchestrators rely on when they stop a host: it ends by itself, well before they kill it.</summary>
public sealed class StopTests
{
    /// <summary>Three seconds for telemetry, and what a busy machine adds. An exporter left to itself takes over ten.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task A_host_whose_collector_accepts_and_never_answers_stops_in_seconds()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.PathOf("pipeline.json"), """{ "name": "p", "stages": [{ "model": "m", "keep": 1, "workers": ["http://127.0.0.1:1"] }] }""");
        await using HostProcess gateway = HostProcess.Start("Gateway", [("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://{silent.LocalEndpoint}")],
            "--pipelines", folder.PathOf("pipeline.json"), "--allow-unreachable", "true", "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0");
        Uri rest = new((await gateway.LineWith("REST on", token)).Split(' ').Select(word => word.TrimEnd('.', ',', ';')).Last(word => word.StartsWith("http://", StringComparison.Ordinal)));
        using HttpClient client = new();
        using StringContent query = new("""{ "candidates": [1, 2], "k": 1 }""", System.Text.Encoding.UTF8, "application/json");
        (await client.PostAsync(new Uri(rest, "/v1/pipelines/p:rank"), query, token)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable); // a query, hence a trace to send

        long started = Stopwatch.GetTimestamp();
        gateway.Terminate();
        (await gateway.ExitCode(token)).ShouldBe(0, gateway.Output);

        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(s_limit, gateway.Output);
        silent.Pending().ShouldBeTrue("The host never tried to send anything.");
    }
}
