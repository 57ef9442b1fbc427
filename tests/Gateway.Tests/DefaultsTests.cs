using System.Diagnostics;
using System.Net;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Grpc.Reflection.V1Alpha;
using RecPipe.Contracts.Ranking;
using RecPipe.Gateway.Tests.Serving;
using RecPipe.Ranking.Pipelines;
using RecPipe.ServiceDefaults;

namespace RecPipe.Gateway.Tests;

/// <summary>What every host has, seen on a gateway.</summary>
public class DefaultsTests
{
    private readonly ScoringStage _stage = new("w");

    [Fact]
    public async Task Metrics_have_bounded_labels_and_sub_millisecond_buckets()
    {
        await using GatewayServer gateway = await GatewayServer.StartAsync(_stage, Samples.TwoStage() with { Name = "metered" });
        await gateway.Client.RankAsync(new Query(Samples.Ids).ToProto("metered"));
        await Should.ThrowAsync<RpcException>(async () => await gateway.Client.RankAsync(new Query(Samples.Ids).ToProto("made-up")));
        string metrics = await gateway.Http.GetStringAsync("metrics");
        string[] lines = metrics.Split('\n');
        lines.ShouldContain(line => line.StartsWith("recpipe_gateway_queries_total{") && line.Contains("pipeline=\"metered\"") && line.Contains("status=\"Ok\"") && line.Contains("} 1"));
        lines.ShouldContain(line => line.StartsWith("recpipe_gateway_queries_total{") && line.Contains("pipeline=\"unknown\"") && line.Contains("NotFound"));
        lines.ShouldContain(line => line.StartsWith("recpipe_gateway_stage_duration_seconds_bucket{") && line.Contains("le=\"0.0001\""));
        lines.ShouldContain(line => line.StartsWith("recpipe_gateway_stage_candidates_in_total{") && line.Contains("\"metered\"") && line.Contains("stage=\"small\"") && line.Contains("} 400"));
        lines.ShouldContain(line => line.StartsWith("recpipe_gateway_in_flight{") && line.Contains("\"metered\"") && line.Contains("} 0"));
        metrics.ShouldNotContain("made-up");
    }

    [Fact]
    public async Task Health_is_served_over_grpc_and_http_and_reflection_names_the_service()
    {
        await using GatewayServer gateway = await GatewayServer.StartAsync(_stage, Samples.OneStage());
        using GrpcChannel channel = GrpcChannel.ForAddress(gateway.Addresses.Grpc);
        (await new Health.HealthClient(channel).CheckAsync(new())).Status.ShouldBe(HealthCheckResponse.Types.ServingStatus.Serving);
        using HttpResponseMessage health = await gateway.Http.GetAsync("health");
        health.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var reflection = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
        await reflection.RequestStream.WriteAsync(new() { ListServices = "" });
        (await reflection.ResponseStream.MoveNext(default)).ShouldBeTrue();
        reflection.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name).ShouldContain("recpipe.ranking.v1.RankingService");
        await reflection.RequestStream.CompleteAsync();
        (await reflection.ResponseStream.MoveNext(default)).ShouldBeFalse();
    }

    [Fact]
    public async Task One_trace_shows_a_querys_way_through_gateway_and_worker()
    {
        List<Activity> ended = [];
        using ActivityListener listener = new()
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (ended)
                    ended.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using (StageServer worker = await StageServer.StartAsync(_stage))
        await using (GatewayServer gateway = await GatewayServer.StartAsync(null, Samples.TwoStage(worker.Address) with { Name = "traced" }))
            await gateway.Client.RankAsync(new Query(Samples.Ids).ToProto("traced"));
        Activity rank = ended.Single(activity => activity.OperationName == "rank" && (string?)activity.GetTagItem("recpipe.pipeline") == "traced");
        Activity[] trace = [.. ended.Where(activity => activity.TraceId == rank.TraceId)];
        Activity[] stages = [.. trace.Where(activity => activity.OperationName == "stage")];
        stages.Select(stage => stage.GetTagItem("recpipe.stage")).ShouldBe(["small", "large"]);
        stages.ShouldAllBe(stage => stage.ParentSpanId == rank.SpanId);
        foreach (Activity stage in stages)
            IsAncestor(stage, trace).ShouldBeTrue($"the worker's span is below stage {stage.GetTagItem("recpipe.stage")}");
    }

    [Theory]
    [InlineData("127.0.0.1:5001", "127.0.0.1:5001")]
    [InlineData("localhost:0", "127.0.0.1:0")]
    [InlineData("*:80", "0.0.0.0:80")]
    [InlineData("[::1]:7", "[::1]:7")]
    [InlineData("127.0.0.1", null)]
    [InlineData("host.example:80", null)]
    [InlineData("127.0.0.1:65536", null)]
    [InlineData("127.0.0.1:-1", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Listen_addresses_are_read_strictly(string? text, string? endpoint)
    {
        ListenAddresses.TryParse(text, out IPEndPoint read).ShouldBe(endpoint is not null);
        if (endpoint is not null)
            read.ToString().ShouldBe(endpoint);
    }

    [Fact]
    public void Nothing_listens_beyond_loopback_unless_told_to()
    {
        ListenAddresses.TryParse(new ListenAddresses().Grpc, out IPEndPoint grpc).ShouldBeTrue();
        ListenAddresses.TryParse(new ListenAddresses().Http, out IPEndPoint http).ShouldBeTrue();
        (IPAddress.IsLoopback(grpc.Address), IPAddress.IsLoopback(http.Address)).ShouldBe((true, true));
    }

    private static bool IsAncestor(Activity stage, Activity[] trace) =>
        trace.Any(activity => activity.OperationName == "Microsoft.AspNetCore.Hosting.HttpRequestIn" && HasAncestor(activity, stage, trace));

    private static bool HasAncestor(Activity? activity, Activity stage, Activity[] trace) =>
        activity is not null && (activity.ParentSpanId == stage.SpanId || HasAncestor(trace.FirstOrDefault(other => other.SpanId == activity.ParentSpanId), stage, trace));
}
