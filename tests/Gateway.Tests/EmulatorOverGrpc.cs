using RecPipe.Gateway.Tests.Serving;
using RecPipe.Ranking.Pipelines;

namespace RecPipe.Gateway.Tests;

/// <summary>The gateway cannot tell an emulated device from a worker behind gRPC.</summary>
public sealed class EmulatorOverGrpc : TransportContract
{
    private EmulatedScoring? _emulated;
    private StageServer? _server;

    protected override (TimeSpan Queue, TimeSpan Compute) StageTimes => (TimeSpan.Zero, EmulatedScoring.Service);

    internal override async Task<GatewayServer> ServeAsync(ScoringStage stage, Func<string[], PipelineConfig>[] pipelines)
    {
        _emulated = new(stage);
        _server = await StageServer.StartAsync(_emulated.Stage);
        return await GatewayServer.StartAsync(null, [.. pipelines.Select(pipeline => pipeline([_server.Address]))]);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        _emulated?.Dispose();
    }
}
