using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using RecPipe.ServiceDefaults;

namespace RecPipe.StageWorker.Tests;

/// <summary>A real stage worker on free loopback ports, with a channel to it.</summary>
internal sealed class RunningWorker : IAsyncDisposable
{
    private RunningWorker(WebApplication app)
    {
        App = app;
        Channel = GrpcChannel.ForAddress(app.BoundAddresses().Grpc);
    }

    public WebApplication App { get; }

    public GrpcChannel Channel { get; }

    public static async Task<RunningWorker> Start(TinyWorld world, StageWorkerOptions? options = null, Action<WebApplicationBuilder>? configure = null)
    {
        WebApplication app = StageWorkerHost.Build((options ?? new()) with
        {
            Models = world.ModelsFolder,
            Data = world.DataFolder,
            Listen = new(),
        }, configure);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningWorker(app);
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await App.DisposeAsync();
    }
}
