using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RecPipe.Contracts.Stage;
using RecPipe.ServiceDefaults;

namespace RecPipe.AccelEmulator.Tests;

/// <summary>A real emulator on free loopback ports, with a client of it.</summary>
internal sealed class RunningEmulator : IAsyncDisposable
{
    private RunningEmulator(WebApplication app)
    {
        App = app;
        Stage = new GrpcStage(app.BoundAddresses().Grpc);
    }

    public WebApplication App { get; }

    public GrpcStage Stage { get; }

    public Emulator Emulator => App.Services.GetRequiredService<Emulator>();

    public static async Task<RunningEmulator> Start(EmulatorOptions options)
    {
        WebApplication app = EmulatorHost.Build(options);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app);
    }

    public async ValueTask DisposeAsync()
    {
        Stage.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
    }
}
