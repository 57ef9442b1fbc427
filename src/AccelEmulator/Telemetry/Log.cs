using RecPipe.AccelEmulator.Answers;

namespace RecPipe.AccelEmulator.Telemetry;

/// <summary>Everything an emulator logs of itself, with stable event ids 1 to 9; what every stage host logs of queries (10 and up) is in StageHosting.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Model {Model} on {Device}: {Units} x {Hardware}, queue of {QueueCapacity}.")]
    public static partial void ModelServed(this ILogger log, string model, string device, int units, string hardware, int queueCapacity);

    [LoggerMessage(2, LogLevel.Information, "Emulator {Emulator} serves on {Grpc} (gRPC) and {Http} (health, metrics, lateness): {Scores} scores, {TimeScale} host seconds a modelled second, feature store of {StoreRows} rows.")]
    public static partial void Serving(this ILogger log, string emulator, Uri grpc, Uri http, string scores, double timeScale, long storeRows);

    [LoggerMessage(3, LogLevel.Information, "Draining: no new queries; accepted ones are answered when they are due.")]
    public static partial void Draining(this ILogger log);

    [LoggerMessage(4, LogLevel.Information, "Stopped.")]
    public static partial void Stopped(this ILogger log);

    [LoggerMessage(5, LogLevel.Information, "The run is valid: {Answers} answers, late by {P50} (median), {P99} (99th percentile), {Max} (most); the tolerance is {Tolerance}.")]
    public static partial void RunWasValid(this ILogger log, long answers, TimeSpan p50, TimeSpan p99, TimeSpan max, TimeSpan tolerance);

    [LoggerMessage(6, LogLevel.Warning, "The run is INVALID, the host could not keep the modelled pace: {Answers} answers and {Failures} that it failed to give, late by {P50} (median), {P99} (99th percentile), {Max} (most); the tolerance is {Tolerance}. Offer less load, precompute scores or raise the time scale.")]
    public static partial void RunWasInvalid(this ILogger log, long answers, long failures, TimeSpan p50, TimeSpan p99, TimeSpan max, TimeSpan tolerance);

    [LoggerMessage(7, LogLevel.Warning, "The answer log is full: {Dropped} answers did not fit.")]
    public static partial void AnswersDropped(this ILogger log, int dropped);

    public static void RunEnded(this ILogger log, LatenessReport run)
    {
        if (run.IsEmpty)
            return;
        if (run.IsValid)
            log.RunWasValid(run.Answers, run.P50, run.P99, run.Max, run.Tolerance);
        else
            log.RunWasInvalid(run.Answers, run.Failures, run.P50, run.P99, run.Max, run.Tolerance);
    }
}
