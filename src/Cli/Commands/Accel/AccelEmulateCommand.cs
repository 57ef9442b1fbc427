using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;
using RecPipe.AccelEmulator;
using RecPipe.AccelEmulator.Devices;
using RecPipe.AccelEmulator.Scores;
using RecPipe.Accelerator.Timing;
using RecPipe.LoadGen.Commands;
using RecPipe.Ranking.Configuration;
using RecPipe.ServiceDefaults;

namespace RecPipe.Cli.Commands.Accel;

/// <summary>`recpipe accel emulate`: one emulated device as a stage worker.</summary>
internal static class AccelEmulateCommand
{
    private static readonly EmulatorOptions s_defaults = new();
    private static readonly DeviceOptions s_device = new();

    public static Command Create()
    {
        Option<string> hardware = new("--hardware") { Description = "Hardware file, or the name of a shipped one: rpaccel-1, -4, -16, -64, gpu-t4.", Required = true };
        Option<TimingMode> mode = new Option<TimingMode>("--mode") { Description = "corrected, or parity: the published model, faults included.", DefaultValueFactory = _ => s_device.Mode }.OneOf();
        Option<double> hitRate = new("--hit-rate") { Description = "Share of embedding rows that a modelled accelerator finds on chip, 0 to 1.", DefaultValueFactory = _ => s_device.HitRate };
        Option<string[]> set = new("--set") { Description = "Replace a number of the hardware file, name=value; may be repeated.", DefaultValueFactory = _ => [] };
        Option<int> units = new("--units") { Description = "Equal units behind one queue, each as the file says.", DefaultValueFactory = _ => s_device.Units };
        Option<int> queue = new("--queue") { Description = "Queries that may wait for a unit; the next one is refused.", DefaultValueFactory = _ => s_device.QueueCapacity };
        Option<DirectoryInfo> models = new("--models") { Description = "Folder of the models (recpipe train --out).", Required = true };
        Option<string[]> model = new("--model") { Description = "Model of the folder to serve; may be repeated. All when left out.", DefaultValueFactory = _ => [] };
        Option<DirectoryInfo?> data = new("--data") { Description = "Feature store that candidate ids refer to; without one, queries bring their features." };
        Option<ScoreMode> scores = new Option<ScoreMode>("--scores") { Description = "onnx runs the model when a query arrives; precomputed scores every row of the store at start.", DefaultValueFactory = _ => s_defaults.Scores }.OneOf();
        Option<double> timeScale = new("--time-scale") { Description = "Host seconds a modelled second takes; 10 shows the device ten times slower.", DefaultValueFactory = _ => s_defaults.TimeScale };
        Option<double> tolerance = new("--tolerance-ms") { Description = "How late the 99th percentile of the answers may leave in a valid run, ms.", DefaultValueFactory = _ => s_defaults.Tolerance.TotalMilliseconds };
        Option<string?> log = new("--answer-log") { Description = "CSV file for every answer's arrival, start, due and leaving time (ns)." };
        Option<string> grpc = new("--grpc") { Description = "Where gRPC listens; port 0 takes a free one.", DefaultValueFactory = _ => s_defaults.Listen.Grpc };
        Option<string> http = new("--http") { Description = "Where /health, /metrics and /lateness listen.", DefaultValueFactory = _ => s_defaults.Listen.Http };
        Command command = new("emulate", "Serve models at the pace of modelled hardware: a stage worker with true scores. Ctrl-C or SIGTERM drains.")
        {
            hardware, mode, hitRate, set, units, queue, models, model, data, scores, timeScale, tolerance, log, grpc, http,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new EmulatorOptions
            {
                Models = parsed.GetValue(models)!.FullName,
                Data = parsed.GetValue(data)?.FullName,
                Scores = parsed.GetValue(scores),
                TimeScale = parsed.GetValue(timeScale),
                Tolerance = TimeSpan.FromMilliseconds(parsed.GetValue(tolerance)),
                AnswerLog = parsed.GetValue(log),
                Listen = new() { Grpc = parsed.GetValue(grpc)!, Http = parsed.GetValue(http)! },
                Devices =
                [
                    new()
                    {
                        Hardware = ShippedConfigs.Resolve(ShippedConfigs.Hardware, parsed.GetValue(hardware)!),
                        Mode = parsed.GetValue(mode),
                        HitRate = parsed.GetValue(hitRate),
                        Set = parsed.GetValue(set)!,
                        Units = parsed.GetValue(units),
                        QueueCapacity = parsed.GetValue(queue),
                        Models = parsed.GetValue(model)!,
                    },
                ],
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(EmulatorOptions options, CancellationToken cancellationToken)
    {
        await using WebApplication app = EmulatorHost.Build(options);
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new ConfigException("recpipe accel emulate", "--grpc, --http", e.Message, "Stop what listens there or choose another port; 0 takes a free one.");
        }
        BoundAddresses bound = app.BoundAddresses();
        Console.WriteLine($"Emulating on {bound.Grpc} (gRPC) and {bound.Http} (/metrics, /lateness). Ctrl-C stops.");
        await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
        return ExitCode.Success;
    }
}
