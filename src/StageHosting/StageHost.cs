using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RecPipe.Contracts.Stage;
using RecPipe.Ranking.Stages;
using RecPipe.ServiceDefaults;

namespace RecPipe.StageHosting;

/// <summary>What every host of stage.proto has: one stage behind gRPC, with health, reflection, metrics and a drain.</summary>
public static class StageHost
{
    /// <param name="service">Its name in traces and metrics, for example "recpipe-stage-worker".</param>
    /// <param name="listen">Where it listens.</param>
    /// <param name="stage">Makes what ranks.</param>
    /// <exception cref="FormatException">A listen address is not "host:port".</exception>
    public static WebApplicationBuilder CreateBuilder(string service, ListenAddresses listen, Func<IServiceProvider, IStage> stage)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.AddServiceDefaults(service, listen);
        builder.Services.AddSingleton(stage);
        builder.Services.AddSingleton<StageGrpcService>();
        return builder;
    }

    /// <summary>Builds and maps it; nothing listens until the application starts.</summary>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        WebApplication app = builder.Build();
        app.MapServiceDefaults();
        app.MapGrpcService<StageGrpcService>();
        app.Services.GetRequiredService<StageGrpcService>(); // its metrics are there before its first call
        return app;
    }
}
