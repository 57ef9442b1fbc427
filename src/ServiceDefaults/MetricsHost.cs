using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RecPipe.ServiceDefaults;

/// <summary>
/// The telemetry of a program that serves nothing: GET /metrics on an address of its own when one is given, and OTLP when
/// OTEL_EXPORTER_OTLP_ENDPOINT is set. What is not yet sent is sent when it is disposed of.
/// </summary>
public sealed class MetricsHost : IAsyncDisposable
{
    private readonly IHost _host;

    private MetricsHost(IHost host) => _host = host;

    public IMeterFactory Meters => _host.Services.GetRequiredService<IMeterFactory>();

    /// <summary>Where /metrics is; null when it is nowhere.</summary>
    public Uri? Address => _host.Services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses.Select(address => new Uri(address)).FirstOrDefault();

    /// <summary>True when the environment names an OTLP endpoint.</summary>
    public static bool Exports => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Telemetry.EndpointVariable));

    /// <param name="service">The program's name in traces and metrics, for example "recpipe-loadgen".</param>
    /// <param name="listen">"host:port" as <see cref="ListenAddresses"/> takes it; null for no listener.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FormatException"><paramref name="listen"/> is not "host:port".</exception>
    public static async Task<MetricsHost> StartAsync(string service, string? listen, CancellationToken cancellationToken)
    {
        IHost host = listen is null ? Silent(service) : Listening(service, ListenAddresses.Parse("metrics", listen));
        host.Services.GetRequiredService<BuildMetrics>();
        await host.StartAsync(cancellationToken).ConfigureAwait(false);
        return new(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync().ConfigureAwait(false);
        await ((IAsyncDisposable)_host).DisposeAsync().ConfigureAwait(false);
    }

    private static IHost Silent(string service)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        Telemetry.Add(builder.Services, builder.Configuration, service);
        return builder.Build();
    }

    private static WebApplication Listening(string service, IPEndPoint endpoint)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(endpoint));
        Telemetry.Add(builder.Services, builder.Configuration, service);
        WebApplication app = builder.Build();
        app.MapPrometheusScrapingEndpoint("/metrics").DisableHttpMetrics();
        return app;
    }
}
