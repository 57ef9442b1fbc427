namespace RecPipe.Gateway.Telemetry;

/// <summary>Everything the gateway logs. Event ids are stable: 1000 to 1999.</summary>
internal static partial class GatewayLog
{
    [LoggerMessage(1000, LogLevel.Information, "Serving {Pipelines}: gRPC on {Grpc}, REST on {Http}")]
    public static partial void Serving(ILogger log, string pipelines, Uri grpc, Uri http);

    [LoggerMessage(1001, LogLevel.Warning, "Started although this is not in order: {Problem}")]
    public static partial void StartedDespite(ILogger log, string problem);

    [LoggerMessage(1002, LogLevel.Information, "Draining: queries in flight get up to {Seconds} s")]
    public static partial void Draining(ILogger log, double seconds);

    [LoggerMessage(1100, LogLevel.Warning, "Circuit of worker {Worker} opened: it is left alone and then probed")]
    public static partial void CircuitOpened(ILogger log, string worker);

    [LoggerMessage(1101, LogLevel.Information, "Circuit of worker {Worker} closed: it answers again")]
    public static partial void CircuitClosed(ILogger log, string worker);

    [LoggerMessage(1102, LogLevel.Warning, "The name {Host} does not resolve; its workers stay as they were")]
    public static partial void NameUnresolved(ILogger log, string host, Exception exception);

    [LoggerMessage(1103, LogLevel.Information, "Worker {Worker} is no longer behind any name")]
    public static partial void WorkerLeft(ILogger log, string worker);

    [LoggerMessage(1104, LogLevel.Error, "Worker {Worker} threw")]
    public static partial void StageThrew(ILogger log, string worker, Exception exception);

    [LoggerMessage(1200, LogLevel.Debug, "Pipeline {Pipeline} degraded: {Reason}")]
    public static partial void Degraded(ILogger log, string pipeline, string reason);
}
