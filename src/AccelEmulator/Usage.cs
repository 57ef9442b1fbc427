using RecPipe.AccelEmulator.Devices;

namespace RecPipe.AccelEmulator;

/// <summary>What the command line takes.</summary>
internal static class Usage
{
    public const string Example = "--Emulator:TimeScale 2";

    private static readonly EmulatorOptions s_defaults = new();
    private static readonly DeviceOptions s_device = new();

    public static string Text { get; } = $"""
        RecPipe accelerator emulator: a stage worker (protos/stage.proto) that answers with true scores when the modelled
        hardware would.

          dotnet RecPipe.AccelEmulator.dll --Emulator:Models DIR --Emulator:Devices:0:Hardware FILE [--Emulator:SETTING VALUE ...]

        Settings come from appsettings.json in the working directory, then the environment (Emulator__TimeScale=10), then the
        command line (--Emulator:TimeScale 10). Bad settings are listed together and stop the start with exit code 2.

          Emulator:Models           folder of model cards and .onnx files; required
          Emulator:Data             feature store; without one, queries bring their candidates' features
          Emulator:Name             what replies and traces call this worker (default: the host's name)
          Emulator:Scores           onnx runs the model when a query arrives; precomputed scores every row of the store at
                                    start, so that the host's own work does not disturb the timing (default onnx)
          Emulator:TimeScale        host seconds a modelled second takes, over 0 (default {s_defaults.TimeScale}); queue and compute times in
                                    replies are in modelled time, deadlines and lateness in the host's
          Emulator:Tolerance        how late the 99th percentile of the answers may leave in a valid run (default {s_defaults.Tolerance})
          Emulator:AnswerLog        CSV file that receives every answer's times when the host stops (default none)
          Emulator:Engines          host threads that compute scores, 1 to 1024 (default: one per core)
          Emulator:MaxCandidates    longest candidate list, 1 to 1048576 (default {s_defaults.MaxCandidates})
          Emulator:VerifyChecksums  compare model files with their cards' SHA-256 at start, true or false (default true)
          Emulator:Listen:Grpc      gRPC, cleartext HTTP/2 (default {s_defaults.Listen.Grpc}; port 0 takes a free one)
          Emulator:Listen:Http      /health, /metrics and /lateness, HTTP/1.1 (default {s_defaults.Listen.Http})

        Devices are numbered from 0, each with its own queue; a model is on one of them.

          Emulator:Devices:0:Hardware       hardware file (configs/hardware/*.json); required
          Emulator:Devices:0:Name           what metrics call it (default: the hardware's name)
          Emulator:Devices:0:Mode           corrected or parity (the published model, faults included; default corrected)
          Emulator:Devices:0:Set:0          first number of the file to replace, name=value
          Emulator:Devices:0:Units          equal units behind the queue, each as the file says, 1 to 1024 (default {s_device.Units})
          Emulator:Devices:0:QueueCapacity  queries that may wait for a unit, 1 to 65536 (default {s_device.QueueCapacity})
          Emulator:Devices:0:Models:0       first of its models (default: all that no other device names)

        GET /lateness says how late answers leave and whether the run is valid; POST /lateness/reset begins a new run.
        Logging:LogLevel:Default sets the log level; OTEL_EXPORTER_OTLP_ENDPOINT turns the export of traces and metrics on.
        --health [HOST:PORT] asks a running one, by default where these settings say, for its health: exit code 0 or 1.
        SIGTERM or Ctrl-C drains: no new queries, accepted ones are answered when due, exit code 0.

        """;
}
