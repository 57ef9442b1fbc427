using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RecPipe.Contracts.Stage;
using RecPipe.Ranking.Stages;
using RecPipe.ServiceDefaults;

namespace RecPipe.Gateway.Tests.Serving;

/// <summary>A stage on a real Kestrel, loopback, free ports.</summary>
internal sealed class StageServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StageServer(WebApplication app) => _app = app;

    public BoundAddresses Addresses => _app.BoundAddresses();

    public string Address => Addresses.Grpc.ToString();

    public static async Task<StageServer> StartAsync(IStage stage, ListenAddresses? listen = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults("test-worker", listen ?? new());
        builder.Services.AddSingleton(stage);
        WebApplication app = builder.Build();
        app.MapServiceDefaults();
        app.MapGrpcService<StageGrpcService>();
        await app.StartAsync();
        return new(app);
    }

    /// <summary>Goes away at once: open calls and connections are cut.</summary>
    public Task KillAsync() => _app.StopAsync(new CancellationToken(canceled: true));

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
