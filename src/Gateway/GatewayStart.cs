using RecPipe.Gateway.Telemetry;
using RecPipe.Ranking.Configuration;
using RecPipe.ServiceDefaults;

namespace RecPipe.Gateway;

/// <summary>Loads the pipelines before the host listens, so that a gateway that answers at all answers rightly.</summary>
internal sealed class GatewayStart(PipelineRunner runner, IHost host, ILogger<GatewayStart> log) : IHostedLifecycleService
{
    /// <exception cref="ConfigException">A pipeline cannot be served.</exception>
    public Task StartingAsync(CancellationToken cancellationToken) => runner.LoadAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        BoundAddresses bound = host.BoundAddresses();
        GatewayLog.Serving(log, string.Join(", ", runner.Pipelines.Select(pipeline => pipeline.Name)), bound.Grpc, bound.Http);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        GatewayLog.Draining(log, HostExtensions.DrainTimeout.TotalSeconds);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
