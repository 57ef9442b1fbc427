using System.Text.Json;
using RecPipe.FunctionalTests.Telemetry.Otlp;

namespace RecPipe.FunctionalTests.Telemetry;

/// <summary>What real processes export to a real OTLP receiver: one query is one trace with its parents right, sampled as told.</summary>
public sealed class ExportTests(World world)
{
    private const string Gateway = "recpipe-gateway", Worker = "recpipe-stage-worker", Emulator = "recpipe-accel-emulator";
    private const int Queries = 4;

    [Fact]
    public async Task Every_query_is_one_trace_from_the_gateway_through_every_stage()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using ObservedWorld observed = await ObservedWorld.StartAsync(world, cancellationToken);
        (_, Uri grpc, Uri http) = await observed.StartGatewayAsync(cancellationToken);
        for (int i = 0; i < Queries; i++)
            (await ObservedWorld.RankAsync(grpc, ObservedWorld.Pipeline, null, cancellationToken)).Ranked.Count.ShouldBe(ObservedWorld.Kept);
        string openMetrics = await OpenMetricsAsync(http, cancellationToken);
        await observed.EndAsync(cancellationToken);

        ILookup<string, ReceivedSpan> traces = observed.Spans.ToLookup(span => span.Trace);
        ReceivedSpan[] ranks = [.. observed.Spans.Where(span => span is { Service: Gateway, Name: "rank" })];
        ranks.Length.ShouldBe(Queries);
        ranks.Select(rank => rank.Trace).Distinct().Count().ShouldBe(Queries);
        foreach (ReceivedSpan rank in ranks)
            ShouldBeOneQuery(rank, [.. traces[rank.Trace]]);
        observed.Spans.Count(span => span.Source is "RecPipe.StageWorker" or "RecPipe.AccelEmulator").ShouldBe(2 * Queries, "no worker's span is outside a query's trace");
        observed.Spans.ShouldNotContain(span => span.Name.Contains("/metrics"), "a scrape is no trace");

        HashSet<string> queries = [.. ranks.Select(rank => rank.Trace)];
        MetricsShouldBeThere(observed.Receiver, queries);
        openMetrics.Split('\n').ShouldContain(line => line.StartsWith("recpipe_gateway_duration_seconds_bucket") && queries.Any(trace => line.Contains($"trace_id=\"{trace}\"")));
    }

    [Fact]
    public async Task Sampling_is_told_by_the_environment_and_by_the_callers_trace_and_logs_name_their_trace()
    {
        const string Trace = "0af7651916cd43dd8448eb211c80319c", Client = "b7ad6b7169203331", Unsampled = "11111111111111111111111111111111";
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using ObservedWorld observed = await ObservedWorld.StartAsync(world, cancellationToken);
        (HostProcess gateway, Uri grpc, _) = await observed.StartGatewayAsync(
            cancellationToken, ("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"), ("OTEL_TRACES_SAMPLER_ARG", "0"), ("OTEL_SERVICE_NAME", "edge"),
            ("Logging__Console__FormatterName", "json"), ("Logging__LogLevel__RecPipe", "Debug"));
        await ObservedWorld.RankAsync(grpc, ObservedWorld.Pipeline, null, cancellationToken);
        await ObservedWorld.RankAsync(grpc, ObservedWorld.Pipeline, $"00-{Unsampled}-{Client}-00", cancellationToken);
        (await ObservedWorld.RankAsync(grpc, ObservedWorld.Broken, $"00-{Trace}-{Client}-01", cancellationToken)).Degraded.ShouldBeTrue();
        string line = await gateway.LineWith("degraded", cancellationToken);
        await observed.EndAsync(cancellationToken);

        ReceivedSpan[] spans = [.. observed.Spans.Where(span => !span.Name.EndsWith("/Describe"))]; // asked before the gateway serves
        spans.Select(span => span.Trace).Distinct().ShouldBe([Trace]);
        ReceivedSpan root = spans.Single(span => span.Parent == Client);
        root.Service.ShouldBe("edge");
        ReceivedSpan[] stages = [.. spans.Where(span => span.Name == "stage")];
        stages.Select(stage => stage.Attributes["recpipe.status"].StringValue).ShouldBe(["Ok", "Unavailable"]);

        JsonElement entry = JsonDocument.Parse(line).RootElement;
        entry.GetProperty("LogLevel").GetString().ShouldBe("Debug");
        entry.GetProperty("State").GetProperty("Pipeline").GetString().ShouldBe(ObservedWorld.Broken);
        JsonElement scope = entry.GetProperty("Scopes").EnumerateArray().First(scope => scope.TryGetProperty("TraceId", out _));
        scope.GetProperty("TraceId").GetString().ShouldBe(Trace);
        spans.ShouldContain(span => span.Id == scope.GetProperty("SpanId").GetString(), "the log's span is one of the trace");
    }

    private static void ShouldBeOneQuery(ReceivedSpan rank, ReceivedSpan[] trace)
    {
        ReceivedSpan root = trace.Single(span => span.Parent.Length == 0);
        (root.Service, root.Name).ShouldBe((Gateway, "POST /recpipe.ranking.v1.RankingService/Rank"));
        rank.Parent.ShouldBe(root.Id);
        rank.Attributes["recpipe.pipeline"].StringValue.ShouldBe(ObservedWorld.Pipeline);
        rank.Attributes["recpipe.status"].StringValue.ShouldBe("Ok");
        foreach (ReceivedSpan span in trace.Where(span => span != root))
            trace.Count(other => other.Id == span.Parent).ShouldBe(1, $"the parent of {span.Service}'s {span.Name}");

        ReceivedSpan[] stages = [.. trace.Where(span => span is { Service: Gateway, Name: "stage" })];
        stages.Length.ShouldBe(2);
        ShouldBeStage(rank, stages.Single(stage => stage.Attributes["recpipe.stage"].StringValue == "filter"), trace, "rm-small", ObservedWorld.Candidates, ObservedWorld.Filtered, Worker);
        ShouldBeStage(rank, stages.Single(stage => stage.Attributes["recpipe.stage"].StringValue == "rank"), trace, "rm-large", ObservedWorld.Filtered, ObservedWorld.Kept, Emulator);
    }

    private static void ShouldBeStage(ReceivedSpan rank, ReceivedSpan stage, ReceivedSpan[] trace, string model, int candidates, int kept, string host)
    {
        stage.Parent.ShouldBe(rank.Id);
        stage.Attributes["recpipe.pipeline"].StringValue.ShouldBe(ObservedWorld.Pipeline);
        stage.Attributes["recpipe.model"].StringValue.ShouldBe(model);
        stage.Attributes["recpipe.status"].StringValue.ShouldBe("Ok");
        stage.Attributes["recpipe.candidates_in"].IntValue.ShouldBe(candidates);
        stage.Attributes["recpipe.candidates_out"].IntValue.ShouldBe(kept);
        stage.Attributes["recpipe.attempts"].IntValue.ShouldBe(1);
        stage.Attributes["recpipe.queue_seconds"].DoubleValue.ShouldBeInRange(0, 10);
        stage.Attributes["recpipe.compute_seconds"].DoubleValue.ShouldBeInRange(1e-7, 10);

        ReceivedSpan work = trace.Single(span => span.Service == host && span.Name == $"rank {model}");
        string[] way = [.. Ancestors(work, trace).TakeWhile(span => span != stage).Select(span => $"{span.Service} {span.Source}")];
        way.ShouldBe([$"{host} Microsoft.AspNetCore", $"{Gateway} OpenTelemetry.Instrumentation.GrpcNetClient"]);
        Ancestors(work, trace).ShouldContain(stage);
        work.Attributes["recpipe.candidates"].IntValue.ShouldBe(candidates);
    }

    private static void MetricsShouldBeThere(OtlpReceiver receiver, HashSet<string> queries)
    {
        (string Service, Metric Metric)[] metrics = [.. receiver.Metrics];
        NumberDataPoint point = metrics.Last(metric => metric is (Gateway, { Name: "recpipe.gateway.queries" })).Metric.Sum.DataPoints
            .Single(point => Has(point, "pipeline", ObservedWorld.Pipeline) && Has(point, "status", "Ok"));
        point.AsInt.ShouldBe(Queries);
        HistogramDataPoint duration = metrics.Last(metric => metric is (Gateway, { Name: "recpipe.gateway.duration" })).Metric.Histogram.DataPoints.Single();
        duration.Count.ShouldBe((ulong)Queries);
        (duration.ExplicitBounds[0], duration.ExplicitBounds[^1]).ShouldBe((0.0001, 60));
        metrics.Where(metric => metric.Metric.Name == "recpipe.gateway.duration").SelectMany(metric => metric.Metric.Histogram.DataPoints).SelectMany(point => point.Exemplars)
            .Select(exemplar => ReceivedSpan.Hex(exemplar.TraceId)).ShouldContain(trace => queries.Contains(trace));
        metrics.ShouldContain(metric => metric.Service == Worker && metric.Metric.Name == "recpipe.stage.compute_time");
        metrics.ShouldContain(metric => metric.Service == Emulator && metric.Metric.Name == "recpipe.emulator.lateness");

        static bool Has(NumberDataPoint point, string label, string value) =>
            point.Attributes.Any(attribute => attribute.Key == label && attribute.Value.StringValue == value);
    }

    private static async Task<string> OpenMetricsAsync(Uri http, CancellationToken cancellationToken)
    {
        using HttpClient client = new(new SocketsHttpHandler { ActivityHeadersPropagator = null });
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(http, "/metrics"));
        request.Headers.TryAddWithoutValidation("Accept", "application/openmetrics-text; version=1.0.0");
        using HttpResponseMessage response = await client.SendAsync(request, cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    private static IEnumerable<ReceivedSpan> Ancestors(ReceivedSpan span, ReceivedSpan[] trace)
    {
        for (ReceivedSpan? parent = ParentOf(span); parent is not null; parent = ParentOf(parent))
            yield return parent;

        ReceivedSpan? ParentOf(ReceivedSpan child) => trace.SingleOrDefault(candidate => candidate.Id == child.Parent);
    }
}
