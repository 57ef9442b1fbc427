using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using RecPipe.Gateway;
using RecPipe.ServiceDefaults;
using RecPipe.StageWorker;

namespace RecPipe.Cli.Demo;

/// <summary>A stage worker and a gateway on loopback, each a real server on a free port, with gRPC between them.</summary>
internal sealed class DemoServices : IAsyncDisposable
{
    private readonly WebApplication _worker;
    private readonly WebApplication _gateway;

    private DemoServices(WebApplication worker, WebApplication gateway) => (_worker, _gateway) = (worker, gateway);

    public BoundAddresses Worker => _worker.BoundAddresses();

    public BoundAddresses Gateway => _gateway.BoundAddresses();

    /// <param name="data">Feature store.</param>
    /// <param name="models">Folder of the models; one worker serves them all, so that every core works for whichever stage is busy.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<DemoServices> StartAsync(string data, string models, CancellationToken cancellationToken)
    {
        WebApplication worker = StageWorkerHost.Build(
            new() { Name = "worker-1", Models = models, Data = data, Listen = new ListenAddresses() }, Quiet);
        try
        {
            await worker.StartAsync(cancellationToken).ConfigureAwait(false);
            WebApplication gateway = GatewayHost.Build(
                new() { Pipelines = [ShippedConfigs.Pipelines], Workers = [worker.BoundAddresses().Grpc.ToString()], Listen = new ListenAddresses() }, configure: Quiet);
            await gateway.StartAsync(cancellationToken).ConfigureAwait(false);
            return new(worker, gateway);
        }
        catch
        {
            await worker.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.StopAsync().ConfigureAwait(false);
        await _gateway.DisposeAsync().ConfigureAwait(false);
        await _worker.StopAsync().ConfigureAwait(false);
        await _worker.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The terminal belongs to the demo's own progress; what goes wrong shows in the measurements.</summary>
    private static void Quiet(WebApplicationBuilder builder) => builder.Logging.ClearProviders();
}
