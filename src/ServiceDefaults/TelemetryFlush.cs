using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace RecPipe.ServiceDefaults;

/// <summary>
/// Sends what is left of traces and metrics once the host has drained, and gives up after <see cref="Limit"/>: an exporter left to
/// itself waits five seconds for each of the two when its receiver accepts connections and says nothing.
/// </summary>
internal sealed class TelemetryFlush(TracerProvider traces, MeterProvider metrics) : IHostedLifecycleService
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <remarks>Not given up with the drain: what a long drain measured is what one wants to see. A provider is shut down once, so its disposal waits for nothing.</remarks>
    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        int limit = (int)Limit.TotalMilliseconds;
        return Task.WhenAll(
            Task.Run(() => traces.Shutdown(limit), CancellationToken.None),
            Task.Run(() => metrics.Shutdown(limit), CancellationToken.None));
    }
}
