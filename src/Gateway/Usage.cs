namespace RecPipe.Gateway;

/// <summary>What the command line takes.</summary>
internal static class Usage
{
    private static readonly GatewayOptions s_defaults = new();

    public static string Text { get; } = $"""
        RecPipe gateway: ranks queries with pipelines of stages, over gRPC (protos/ranking.proto) and REST.

          dotnet RecPipe.Gateway.dll --pipelines FILE-OR-FOLDER [--workers ADDRESS] [--grpc HOST:PORT] [--http HOST:PORT]

        Settings come from appsettings.json in the working directory, then the environment (Gateway__Listen__Grpc), then the
        command line. Bad settings and pipelines are listed together and stop the start with exit code 2.

          --pipelines             pipeline file or a folder of them (default configs/pipelines; more as --Gateway:Pipelines:1 ...)
          --workers               worker of the stages that name none (more as --Gateway:Workers:1 ...)
          --grpc                  gRPC, cleartext HTTP/2 (default {s_defaults.Listen.Grpc}; port 0 takes a free one)
          --http                  REST, /health and /metrics, HTTP/1.1 (default {s_defaults.Listen.Http})
          --allow-unreachable     true starts although workers do not answer yet (default false)
          Gateway:DescribeTimeout longest wait at start for a worker to say what it serves (default {s_defaults.DescribeTimeout})
          Gateway:NameRefresh     how often dns:/// names are looked up again (default {s_defaults.NameRefresh})
          Gateway:ReplyReserve    left of a client's deadline for the answer's way back (default {s_defaults.ReplyReserve})
          Gateway:QualitySample   share of queries of which stages' orders are compared, 0 to 1 (default {s_defaults.QualitySample})

        Logging:LogLevel:Default sets the log level; OTEL_EXPORTER_OTLP_ENDPOINT turns the export of traces and metrics on (docs/telemetry.md).
        --health [HOST:PORT] asks a running one, by default where these settings say, for its health: exit code 0 or 1.
        SIGTERM or Ctrl-C drains: queries in flight are answered, exit code 0.

        """;

    public static bool IsAskedFor(string[] args) => args.Any(arg => arg is "--help" or "-h" or "-?");
}
