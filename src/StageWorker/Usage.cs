namespace RecPipe.StageWorker;

/// <summary>What the command line takes.</summary>
internal static class Usage
{
    public const string Example = "--Worker:Engines 2";

    private static readonly StageWorkerOptions s_defaults = new();

    public static string Text { get; } = $"""
        RecPipe stage worker: scores candidates with ranking models and returns the best, over gRPC (protos/stage.proto).

          dotnet RecPipe.StageWorker.dll --Worker:Models DIR [--Worker:Data DIR] [--Worker:SETTING VALUE ...]

        Settings come from appsettings.json in the working directory, then the environment (Worker__Engines=2), then the
        command line (--Worker:Engines 2). Bad settings are listed together and stop the start with exit code 2.

          Worker:Models           folder of model cards and .onnx files; required
          Worker:Data             feature store; without one, queries bring their candidates' features
          Worker:Name             what replies and traces call this worker (default: the host's name)
          Worker:Backend          cpu or cuda (default {s_defaults.Backend}; cuda needs a build with -p:OnnxRuntime=Gpu)
          Worker:Engines          queries run at the same time, one thread each, 1 to 1024 (default: one per core)
          Worker:QueueCapacity    queries that may wait for an engine, 1 to 65536 (default {s_defaults.QueueCapacity})
          Worker:MaxCandidates    longest candidate list, 1 to 1048576 (default {s_defaults.MaxCandidates})
          Worker:BatchRows        candidates scored in one run of the model, 1 to 1048576 (default {s_defaults.BatchRows})
          Worker:SubBatchRows     split a query over idle engines into parts of at least this many candidates; 0 never (default {s_defaults.SubBatchRows})
          Worker:VerifyChecksums  compare model files with their cards' SHA-256 at start, true or false (default true)
          Worker:Listen:Grpc      gRPC, cleartext HTTP/2 (default {s_defaults.Listen.Grpc}; port 0 takes a free one)
          Worker:Listen:Http      /health and /metrics, HTTP/1.1 (default {s_defaults.Listen.Http})

        Logging:LogLevel:Default sets the log level; OTEL_EXPORTER_OTLP_ENDPOINT turns the export of traces and metrics on.
        --health [HOST:PORT] asks a running one, by default where these settings say, for its health: exit code 0 or 1.
        SIGTERM or Ctrl-C drains: no new queries, accepted ones are answered, exit code 0.

        """;
}
