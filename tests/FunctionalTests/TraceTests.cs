using System.Collections.Concurrent;
using System.Diagnostics;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using RecPipe.Contracts.Ranking;
using RecPipe.Contracts.Ranking.V1;
using RecPipe.Gateway;
using RecPipe.Ranking.Pipelines;
using RecPipe.ServiceDefaults;
using RecPipe.StageWorker;

namespace RecPipe.FunctionalTests;

/// <summary>One query is one trace, through gateway and workers, each span under the one that caused it.</summary>
public sealed class TraceTests(World world)
{
    [Fact]
    public async Task A_querys_way_through_gateway_and_stages_is_one_trace()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        ConcurrentQueue<Activity> ended = new();
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name.StartsWith("RecPipe.", StringComparison.Ordinal) || source.Name is "Microsoft.AspNetCore" or "System.Net.Http" or "Grpc.Net.Client",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using WebApplication worker = StageWorkerHost.Build(new() { Models = world.Models, Data = world.Data, Listen = new ListenAddresses() });
        await worker.StartAsync(cancellationToken);
        await using WebApplication gateway = GatewayHost.Build(new()
        {
            Pipelines = [Repository.PathOf("configs", "pipelines", "two-stage.json")],
            Workers = [worker.BoundAddresses().Grpc.ToString()],
            Listen = new ListenAddresses(),
        });
        await gateway.StartAsync(cancellationToken);

        using ActivitySource client = new("RecPipe.Client");
        ActivityTraceId trace;
        using (Activity query = client.StartActivity("client query")!)
        {
            trace = query.TraceId;
            using GrpcChannel channel = GrpcChannel.ForAddress(gateway.BoundAddresses().Grpc);
            await new RankingService.RankingServiceClient(channel).RankAsync(
                new Query(Enumerable.Range(21_000, 1_000).ToArray()).ToProto("two-stage"), cancellationToken: cancellationToken);
        }
        await gateway.StopAsync(cancellationToken);
        await worker.StopAsync(cancellationToken);

        Activity[] spans = [.. ended.Where(span => span.TraceId == trace)];
        Activity[] fromWorkers = [.. spans.Where(span => span.Source.Name == "RecPipe.StageWorker")];
        fromWorkers.Select(span => span.GetTagItem("recpipe.model")).ShouldBe(["rm-small", "rm-large"]);
        foreach (Activity span in fromWorkers)
            Ancestors(span, spans).Select(ancestor => ancestor.Source.Name).ShouldBe(
                ["Microsoft.AspNetCore", "System.Net.Http", "Grpc.Net.Client", "RecPipe.Gateway", "RecPipe.Gateway",
                    "Microsoft.AspNetCore", "System.Net.Http", "Grpc.Net.Client", "RecPipe.Client"]);
    }

    private static IEnumerable<Activity> Ancestors(Activity span, Activity[] spans)
    {
        for (Activity? parent = ParentOf(span); parent is not null; parent = ParentOf(parent))
            yield return parent;

        Activity? ParentOf(Activity child) => spans.SingleOrDefault(candidate => candidate.SpanId == child.ParentSpanId);
    }
}
