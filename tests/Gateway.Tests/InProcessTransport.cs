using RecPipe.Gateway.Tests.Serving;
using RecPipe.Ranking.Pipelines;

namespace RecPipe.Gateway.Tests;

public sealed class InProcessTransport : TransportContract
{
    internal override Task<GatewayServer> ServeAsync(ScoringStage stage, Func<string[], PipelineConfig>[] pipelines) =>
        GatewayServer.StartAsync(stage, [.. pipelines.Select(pipeline => pipeline([]))]);
}
