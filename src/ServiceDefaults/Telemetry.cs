using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace RecPipe.ServiceDefaults;

/// <summary>Traces and metrics. Sources and meters are found by name: everything called "RecPipe.*".</summary>
internal static class Telemetry
{
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ServiceVariable = "OTEL_SERVICE_NAME";
    private const string ExemplarVariable = "OTEL_METRICS_EXEMPLAR_FILTER";
    private const string Own = "RecPipe.*";

    /// <summary>Spans are made only where something takes them: an OTLP endpoint, or an exporter that the host adds.</summary>
    public static void Add(IServiceCollection services, IConfiguration configuration, string service)
    {
        bool export = !string.IsNullOrEmpty(configuration[EndpointVariable]);
        services.ConfigureOpenTelemetryTracerProvider(traces => traces
            .AddSource(Own)
            .AddAspNetCoreInstrumentation(served => served.Filter = call => !IsProbe(call.Request.Path))
            .AddGrpcClientInstrumentation());
        OpenTelemetryBuilder telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(configuration[ServiceVariable] ?? service, serviceVersion: BuildMetrics.Version))
            .WithMetrics(metrics => Add(metrics, configuration, export));
        services.AddSingleton<BuildMetrics>();
        if (!export)
            return;
        telemetry.WithTracing(traces => traces.AddOtlpExporter());
        services.AddHostedService<TelemetryFlush>();
    }

    /// <summary>What orchestrators and Prometheus ask every few seconds is no trace worth keeping.</summary>
    private static bool IsProbe(PathString path) =>
        path.StartsWithSegments("/metrics") || path.StartsWithSegments("/health") || path.StartsWithSegments("/grpc.health.v1.Health");

    private static void Add(MeterProviderBuilder metrics, IConfiguration configuration, bool export)
    {
        metrics.AddMeter(Own).AddAspNetCoreInstrumentation().AddRuntimeInstrumentation();
        metrics.AddView(SecondsBuckets.Of);
        if (string.IsNullOrEmpty(configuration[ExemplarVariable]))
            metrics.SetExemplarFilter(ExemplarFilterType.TraceBased);
        metrics.AddPrometheusExporter();
        if (export)
            metrics.AddOtlpExporter();
    }
}
