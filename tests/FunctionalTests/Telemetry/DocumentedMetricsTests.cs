using System.Globalization;
using System.Text.RegularExpressions;

namespace RecPipe.FunctionalTests.Telemetry;

/// <summary>docs/telemetry.md lists every metric that hosts show, with its labels, and nothing else.</summary>
public sealed partial class DocumentedMetricsTests(World world)
{
    [Fact]
    public async Task Hosts_show_the_metrics_that_the_page_lists_with_the_labels_it_lists()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using ObservedWorld observed = await ObservedWorld.StartAsync(world, cancellationToken);
        (_, Uri grpc, Uri http) = await observed.StartGatewayAsync(cancellationToken, ("Gateway__QualitySample", "1"));
        await using HostProcess load = HostProcess.Start("LoadGen", "--gateway", grpc.ToString(), "--pipeline", ObservedWorld.Pipeline, "--rows", "20000",
            "--candidates", "600", "--rate", "50", "--duration", "60s", "--max-lag-share", "100", "--metrics", "127.0.0.1:0");
        Uri loadHttp = new((await load.LineWith("Metrics on", cancellationToken))["Metrics on ".Length..]);

        string[] shown =
        [
            .. await UntilAsync(loadHttp, "recpipe_load_valid{", cancellationToken),
            .. await UntilAsync(http, "recpipe_gateway_stage_agreement_bucket{", cancellationToken),
            .. await UntilAsync(observed.WorkerHttp, "recpipe_stage_compute_time_seconds_bucket{", cancellationToken),
            .. await UntilAsync(observed.EmulatorHttp, "recpipe_emulator_lateness_seconds_bucket{", cancellationToken),
        ];
        Dictionary<string, string[]> labels = shown.Where(line => line.StartsWith("recpipe_", StringComparison.Ordinal)).GroupBy(NameOf)
            .ToDictionary(series => series.Key, series => series.SelectMany(LabelsOf).Distinct().Order().ToArray());
        Dictionary<string, string[]> documented = Documented();
        labels.Keys.Order().ShouldBe(documented.Keys.Order());
        foreach ((string metric, string[] names) in documented)
            labels[metric].ShouldBe(names, metric);

        shown.Where(line => line.StartsWith("recpipe_gateway_stage_agreement_bucket{") && line.Contains("le=\"1\"")).Select(Value).Single().ShouldBeGreaterThan(0);
        shown.Where(line => line.StartsWith("recpipe_load_valid{")).Select(Value).ShouldBe([1]);
        foreach (string name in (string[])["http_server_request_duration_seconds_bucket{", "dotnet_process_memory_working_set_bytes{", "dotnet_gc_collections_total{"])
            shown.ShouldContain(line => line.StartsWith(name));
    }

    /// <summary>Scrapes until something has been measured: scrapes take their time, and hosts show what they showed for 0.3 s.</summary>
    private static async Task<string[]> UntilAsync(Uri host, string start, CancellationToken cancellationToken)
    {
        using HttpClient client = new();
        for (DateTimeOffset end = TimeProvider.System.GetUtcNow().AddSeconds(30); ;)
        {
            string[] lines = (await client.GetStringAsync(new Uri(host, "/metrics"), cancellationToken)).Split('\n');
            if (lines.Any(line => line.StartsWith(start, StringComparison.Ordinal)))
                return lines;
            TimeProvider.System.GetUtcNow().ShouldBeLessThan(end, $"{host} shows no {start}:\n{string.Join('\n', lines)}");
        }
    }

    private static Dictionary<string, string[]> Documented() => Row().Matches(File.ReadAllText(Repository.PathOf("docs", "telemetry.md"))).ToDictionary(
        row => row.Groups["name"].Value,
        row => LabelName().Replace(row.Groups["labels"].Value, "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Order().ToArray());

    private static string NameOf(string line) => Suffix().Replace(line[..line.IndexOfAny(['{', ' '])], "");

    private static IEnumerable<string> LabelsOf(string line) =>
        Label().Matches(line).Select(label => label.Groups[1].Value).Where(name => name is not ("le" or "otel_scope_name"));

    private static double Value(string line) => double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\| recpipe\.[\w.]+ \| `(?<name>recpipe_\w+)` \| [^|]* \| (?<labels>[^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\([^)]*\)")]
    private static partial Regex LabelName();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();

    [GeneratedRegex("(\\w+)=\"")]
    private static partial Regex Label();
}
