using System.Collections.Concurrent;
using RecPipe.FunctionalTests.Telemetry.Otlp;

namespace RecPipe.FunctionalTests.Telemetry;

/// <summary>What hosts have sent.</summary>
internal sealed class Received
{
    public ConcurrentQueue<ExportTraceServiceRequest> Traces { get; } = [];

    public ConcurrentQueue<ExportMetricsServiceRequest> Metrics { get; } = [];
}
