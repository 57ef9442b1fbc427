namespace RecPipe.StageWorker.Telemetry;

/// <summary>Everything a stage worker logs of itself, with stable event ids 1 to 9; what every stage host logs of queries (10 and up) is in StageHosting.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Model {Model} ({Family}, {DenseWidth} dense and {SparseWidth} sparse features), sha256 {Sha256}.")]
    public static partial void ModelServed(this ILogger log, string model, string family, int denseWidth, int sparseWidth, string sha256);

    [LoggerMessage(2, LogLevel.Information, "Worker {Worker} serves on {Grpc} (gRPC) and {Http} (health, metrics): backend {Backend}, {Engines} engines, queue of {QueueCapacity}, feature store of {StoreRows} rows.")]
    public static partial void Serving(this ILogger log, string worker, Uri grpc, Uri http, string backend, int engines, int queueCapacity, long storeRows);

    [LoggerMessage(3, LogLevel.Information, "Draining: no new queries; {Busy} engines at work, {Waiting} queries waiting.")]
    public static partial void Draining(this ILogger log, int busy, int waiting);

    [LoggerMessage(4, LogLevel.Information, "Stopped.")]
    public static partial void Stopped(this ILogger log);
}
