using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace RecPipe.ServiceDefaults;

/// <summary>Traces and metrics. Sources and meters are found by name: everything called "RecPipe.*".</summary>
internal static class Telemetry
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Own = "RecPipe.*";

    // The runtime's own span around every HTTP call: without it the callee's span would hang from nothing.
    private const string HttpClientSource = "System.Net.Http";

    /// <summary>Seconds, 0.1 ms to 1 s: a stage takes from fractions of a millisecond to tens of them.</summary>
    private static readonly double[] s_secondsBuckets =
    [
        0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015,
        0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1,
    ];

    /// <summary>Spans are made only where something takes them: an OTLP endpoint, or an exporter that the host adds.</summary>
    public static void Add(WebApplicationBuilder builder, string service)
    {
        bool export = !string.IsNullOrEmpty(builder.Configuration[EndpointVariable]);
        builder.Services.ConfigureOpenTelemetryTracerProvider(traces => traces
            .AddSource(Own, HttpClientSource)
            .AddAspNetCoreInstrumentation()
            .AddGrpcClientInstrumentation());
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(service))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Own).AddAspNetCoreInstrumentation().AddRuntimeInstrumentation();
                metrics.AddView(instrument => instrument is { Unit: "s" } && IsHistogram(instrument.GetType())
                    ? new ExplicitBucketHistogramConfiguration { Boundaries = s_secondsBuckets }
                    : null);
                metrics.AddPrometheusExporter();
                if (export)
                    metrics.AddOtlpExporter();
            });
        if (export)
            telemetry.WithTracing(traces => traces.AddOtlpExporter());
    }

    private static bool IsHistogram(Type instrument) =>
        instrument.IsGenericType && instrument.GetGenericTypeDefinition() == typeof(System.Diagnostics.Metrics.Histogram<>);
}
