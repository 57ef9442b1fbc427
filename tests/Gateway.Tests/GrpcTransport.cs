using RecPipe.Gateway.Tests.Serving;
using RecPipe.Ranking.Pipelines;

namespace RecPipe.Gateway.Tests;

public sealed class GrpcTransport : TransportContract
{
    private StageServer? _worker;

    internal override async Task<GatewayServer> ServeAsync(ScoringStage stage, Func<string[], PipelineConfig>[] pipelines)
    {
        _worker = await StageServer.StartAsync(stage);
        return await GatewayServer.StartAsync(null, [.. pipelines.Select(pipeline => pipeline([_worker.Address]))]);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_worker is not null)
            await _worker.DisposeAsync();
    }
}
