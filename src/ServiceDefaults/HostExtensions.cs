using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RecPipe.ServiceDefaults;

/// <summary>What every host here has: listeners, gRPC with health and reflection, telemetry, a drain before it stops.</summary>
public static class HostExtensions
{
    /// <summary>How long calls in flight get to finish after SIGTERM or Ctrl-C.</summary>
    public static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(10);

    /// <param name="builder">The host being built.</param>
    /// <param name="service">Its name in traces and metrics, for example "recpipe-gateway".</param>
    /// <param name="listen">Where it listens; loopback on free ports when left as is.</param>
    /// <exception cref="FormatException">A listen address is not "host:port".</exception>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string service, ListenAddresses listen)
    {
        Listeners listeners = new(ListenAddresses.Parse("gRPC", listen.Grpc), ListenAddresses.Parse("HTTP", listen.Http));
        builder.Services.AddSingleton(listeners);
        builder.WebHost.ConfigureKestrel(listeners.Configure);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = DrainTimeout);
        builder.Services.AddGrpc(GrpcDefaults.Configure);
        builder.Services.AddGrpcReflection();
        builder.Services.AddHealthChecks().AddCheck<DrainHealthCheck>("drain");
        builder.Services.AddGrpcHealthChecks();
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Grpc", LogLevel.Warning); // not a line per call
        ConsoleLog.Add(builder.Logging);
        Telemetry.Add(builder.Services, builder.Configuration, service);
        return builder;
    }

    /// <summary>Maps gRPC health and reflection, GET /health and GET /metrics.</summary>
    public static WebApplication MapServiceDefaults(this WebApplication app)
    {
        app.MapGrpcHealthChecksService();
        app.MapGrpcReflectionService();
        app.MapHealthChecks("/health");
        app.MapPrometheusScrapingEndpoint("/metrics").DisableHttpMetrics();
        app.Services.GetRequiredService<BuildMetrics>();
        return app;
    }

    /// <summary>Where the host listens, once started.</summary>
    /// <exception cref="InvalidOperationException">It has not started.</exception>
    public static BoundAddresses BoundAddresses(this IHost app) => app.Services.GetRequiredService<Listeners>().Bound;
}
