using System.Net;
using RecPipe.Gateway.Api;
using RecPipe.Gateway.Pipelines;
using RecPipe.Gateway.Telemetry;
using RecPipe.Gateway.Workers;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Stages;
using RecPipe.ServiceDefaults;

namespace RecPipe.Gateway;

/// <summary>Puts a gateway together.</summary>
public static class GatewayHost
{
    /// <summary>
    /// A gateway to start. Starting it reads and checks every pipeline, and throws <see cref="ConfigException"/> with all
    /// that is wrong before it listens. <see cref="HostExtensions.BoundAddresses"/> says where it listens then.
    /// </summary>
    /// <param name="options">How it runs.</param>
    /// <param name="embedded">The worker in this process, for stages that name none; its owner disposes of it.</param>
    /// <param name="configure">Changes to the host before it is built: logging, clock, exporters.</param>
    /// <exception cref="FormatException">A listen address is not "host:port".</exception>
    public static WebApplication Build(GatewayOptions options, IStage? embedded = null, Action<WebApplicationBuilder>? configure = null) =>
        Build(options, _ => embedded, configure);

    /// <inheritdoc cref="Build(GatewayOptions, IStage?, Action{WebApplicationBuilder}?)"/>
    /// <param name="options">How it runs.</param>
    /// <param name="embedded">Makes the worker in this process from the host's services, its meters and loggers.</param>
    /// <param name="configure">Changes to the host before it is built: logging, clock, exporters.</param>
    public static WebApplication Build(GatewayOptions options, Func<IServiceProvider, IStage?> embedded, Action<WebApplicationBuilder>? configure = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        // The host would log a failed start with its stack; whoever starts it says what is wrong.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.AddServiceDefaults("recpipe-gateway", options.Listen);
        builder.Services.AddGrpc().AddJsonTranscoding();
        AddGateway(builder.Services, options, embedded);
        builder.Services.AddHostedService<GatewayStart>();
        builder.Services.AddHostedService<NameRefresh>();
        configure?.Invoke(builder);

        WebApplication app = builder.Build();
        app.MapServiceDefaults();
        app.MapGrpcService<RankingGrpcService>();
        app.MapApiPages();
        return app;
    }

    /// <summary>The gateway without its services, for callers in the same process.</summary>
    /// <exception cref="ConfigException">A pipeline cannot be served; lists everything that is wrong.</exception>
    public static async Task<InProcessGateway> OpenAsync(GatewayOptions options, IStage? embedded, CancellationToken cancellationToken)
    {
        ServiceCollection services = new();
        services.AddMetrics().AddLogging().AddSingleton(TimeProvider.System);
        AddGateway(services, options, _ => embedded);
        ServiceProvider provider = services.BuildServiceProvider();
        try
        {
            PipelineRunner runner = provider.GetRequiredService<PipelineRunner>();
            await runner.LoadAsync(cancellationToken);
            return new InProcessGateway(runner, provider);
        }
        catch
        {
            await provider.DisposeAsync();
            throw;
        }
    }

    private static void AddGateway(IServiceCollection services, GatewayOptions options, Func<IServiceProvider, IStage?> embedded)
    {
        services.AddSingleton(options);
        services.AddSingleton<GatewayMetrics>();
        services.AddSingleton<NameResolver>(Dns.GetHostAddressesAsync);
        services.AddSingleton(provider => new WorkerDirectory(
            embedded(provider),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<NameResolver>(),
            provider.GetRequiredService<ILogger<WorkerDirectory>>()));
        services.AddSingleton<PipelineLoader>();
        services.AddSingleton(provider => new PipelineRunner(
            provider.GetRequiredService<PipelineLoader>(),
            provider.GetRequiredService<GatewayMetrics>(),
            new QualitySampler(options.QualitySample),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PipelineRunner>>()));
    }
}
