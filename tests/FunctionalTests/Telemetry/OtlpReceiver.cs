using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RecPipe.FunctionalTests.Telemetry.Otlp;

namespace RecPipe.FunctionalTests.Telemetry;

/// <summary>What a collector is to the hosts: a gRPC server of the OpenTelemetry protocol, on loopback, that keeps what it is sent.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _host;

    private OtlpReceiver(WebApplication host) => _host = host;

    public Uri Address => new(_host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public IEnumerable<ReceivedSpan> Spans => Received.Traces.SelectMany(ReceivedSpan.Of);

    /// <summary>Every export of every metric, in the order they came.</summary>
    public IEnumerable<(string Service, Metric Metric)> Metrics =>
        from request in Received.Metrics
        from resource in request.ResourceMetrics
        from scope in resource.ScopeMetrics
        from metric in scope.Metrics
        select (resource.Resource.Attributes.Single(attribute => attribute.Key == "service.name").Value.StringValue, metric);

    private Received Received => _host.Services.GetRequiredService<Received>();

    public static async Task<OtlpReceiver> StartAsync(CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<Received>();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        WebApplication host = builder.Build();
        host.MapGrpcService<Traces>();
        host.MapGrpcService<Measurements>();
        await host.StartAsync(cancellationToken);
        return new(host);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private sealed class Traces(Received received) : TraceService.TraceServiceBase
    {
        public override Task<ExportTraceServiceResponse> Export(ExportTraceServiceRequest request, ServerCallContext context)
        {
            received.Traces.Enqueue(request);
            return Task.FromResult(new ExportTraceServiceResponse());
        }
    }

    private sealed class Measurements(Received received) : MetricsService.MetricsServiceBase
    {
        public override Task<ExportMetricsServiceResponse> Export(ExportMetricsServiceRequest request, ServerCallContext context)
        {
            received.Metrics.Enqueue(request);
            return Task.FromResult(new ExportMetricsServiceResponse());
        }
    }
}
