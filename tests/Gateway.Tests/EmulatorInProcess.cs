using RecPipe.Gateway.Tests.Serving;
using RecPipe.Ranking.Pipelines;

namespace RecPipe.Gateway.Tests;

/// <summary>The gateway cannot tell an emulated device from a worker in its process.</summary>
public sealed class EmulatorInProcess : TransportContract
{
    private EmulatedScoring? _emulated;

    protected override (TimeSpan Queue, TimeSpan Compute) StageTimes => (TimeSpan.Zero, EmulatedScoring.Service);

    internal override Task<GatewayServer> ServeAsync(ScoringStage stage, Func<string[], PipelineConfig>[] pipelines)
    {
        _emulated = new(stage);
        return GatewayServer.StartAsync(_emulated.Stage, [.. pipelines.Select(pipeline => pipeline([]))]);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _emulated?.Dispose();
    }
}
