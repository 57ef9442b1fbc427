using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace RecPipe.DashboardTests.Live;

/// <summary>A real Prometheus on loopback, gone when disposed.</summary>
internal sealed class Prometheus : IAsyncDisposable
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    private readonly Process _process;
    private readonly HttpClient _http;

    private Prometheus(Process process, int port)
    {
        _process = process;
        _http = new() { BaseAddress = new($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(10) };
    }

    /// <param name="path">The program.</param>
    /// <param name="folder">Holds prometheus.yml; receives the data.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Prometheus> Start(string path, string folder, CancellationToken cancellationToken)
    {
        int port = FreePort();
        Process process = Process.Start(new ProcessStartInfo(path, [
            $"--config.file={folder}/prometheus.yml", $"--storage.tsdb.path={folder}/tsdb", $"--web.listen-address=127.0.0.1:{port}", "--log.level=warn"])
        { RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        Prometheus prometheus = new(process, port);
        await Polling.Until("Prometheus is ready", prometheus.IsReady, TimeSpan.FromSeconds(30), cancellationToken);
        return prometheus;
    }

    /// <summary>A port nobody listens on now.</summary>
    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async Task<IReadOnlyList<Rule>> Rules(CancellationToken cancellationToken) =>
    [
        .. from json in (await Get("/api/v1/rules", cancellationToken)).GetProperty("groups").EnumerateArray()
           from rule in json.GetProperty("rules").EnumerateArray()
           select rule.Deserialize<Rule>(s_json),
    ];

    /// <returns>The labels of the series that have a number, or why there are none.</returns>
    public async Task<(IReadOnlyList<IReadOnlyDictionary<string, string>> Series, string? Error)> Query(string promQl, CancellationToken cancellationToken)
    {
        using FormUrlEncodedContent query = new([new("query", promQl)]);
        using HttpResponseMessage response = await _http.PostAsync(new Uri("/api/v1/query", UriKind.Relative), query, cancellationToken);
        JsonElement answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        if (answer.GetProperty("status").GetString() != "success")
            return ([], answer.GetProperty("error").GetString());
        return ([
            .. from series in answer.GetProperty("data").GetProperty("result").EnumerateArray()
               where double.IsFinite(double.Parse(series.GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture))
               select series.GetProperty("metric").Deserialize<Dictionary<string, string>>()!], null);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
    }

    private async Task<JsonElement> Get(string path, CancellationToken cancellationToken) =>
        (await _http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), cancellationToken)).GetProperty("data");

    private async Task<bool> IsReady(CancellationToken cancellationToken)
    {
        if (_process.HasExited)
            throw new InvalidOperationException($"Prometheus ended with {_process.ExitCode}.");
        try
        {
            using HttpResponseMessage response = await _http.GetAsync(new Uri("/-/ready", UriKind.Relative), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
