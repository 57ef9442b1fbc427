using System.CommandLine;
using System.Text.Json;
using RecPipe.Figures.Calibration;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Cli.Commands;

/// <summary>`recpipe figures calibration`: the simulator against the published logs.</summary>
internal sealed class FiguresCalibrationCommand
{
    private const int Repetitions = 4;

    private readonly Option<string> _reference = new("--reference") { Description = $"Folder of the published artefact's tables, with logs/{PublishedLogs.ServerTable} and logs/{PublishedLogs.AcceleratorTable}.", Required = true };
    private readonly Option<string?> _fit = new("--fit") { Description = "Fit on the odd rows again and write the calibration to this file. Minutes." };
    private readonly Option<ulong> _seed = new("--seed") { Description = "Of arrivals and service times.", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON: p95 in seconds, errors as shares." };

    public static Command Create()
    {
        FiguresCalibrationCommand options = new();
        Command command = new("calibration", "Predict the even rows of the published logs with a simulator calibrated on the odd ones, and print the errors of p95 by utilisation.")
        {
            options._reference, options._fit, options._seed, options._json,
        };
        command.SetAction((parsed, cancellationToken) => Task.Run(() => options.Run(parsed, cancellationToken), cancellationToken));
        return command;
    }

    private void Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        string logs = Path.Combine(parsed.GetRequiredValue(_reference), "logs");
        IReadOnlyList<PublishedRun> server = PublishedLogs.LoadServer(Path.Combine(logs, PublishedLogs.ServerTable));
        IReadOnlyList<PublishedRun> accelerator = PublishedLogs.LoadAccelerator(Path.Combine(logs, PublishedLogs.AcceleratorTable));
        PublishedCalibration calibration = PublishedCalibration.Load(ShippedConfigs.Resolve(ShippedConfigs.Calibration, PublishedCalibration.FileName));
        if (parsed.GetValue(_fit) is { } file)
        {
            OutputPath.File("--fit", file);
            calibration = Terminal.WithProgress("Calibrating", progress => CalibrationRun.Fit(server, accelerator, logs, calibration, Config, progress, cancellationToken));
            ConfigFile.Save(file, calibration);
        }
        RunSimulation simulation = CalibrationRun.Simulation(calibration, Config);
        IReadOnlyList<PredictionError> servers = PredictionErrors.Of(CalibrationRun.HeldOut(server), simulation, parsed.GetValue(_seed), Repetitions, cancellationToken);
        IReadOnlyList<PredictionError> accelerators = PredictionErrors.Of(CalibrationRun.HeldOut(accelerator), simulation, parsed.GetValue(_seed), Repetitions, cancellationToken);
        if (parsed.GetValue(_json))
            Console.WriteLine(JsonSerializer.Serialize(new { Server = servers.Select(Row), Accelerator = accelerators.Select(Row) }, ConfigFile.Json));
        else
            Print(servers, accelerators);
    }

    private static void Print(IReadOnlyList<PredictionError> servers, IReadOnlyList<PredictionError> accelerators)
    {
        Console.WriteLine($"CPU and GPU, even rows of {PublishedLogs.ServerTable}: error of predicted p95 by utilisation of the busiest stage.");
        Console.WriteLine();
        Console.WriteLine(servers.ByUtilisation().ToText());
        Console.WriteLine("The same below 80 %, by pipeline:");
        Console.WriteLine();
        Console.WriteLine(servers.ByKind().ToText());
        Console.WriteLine($"RPAccel, even rows of {PublishedLogs.AcceleratorTable}:");
        Console.WriteLine();
        Console.WriteLine(accelerators.ByUtilisation().ToText());
        Console.WriteLine("Near and beyond saturation p95 is the backlog of one run of 2,000 or 10,000 queries that starts idle: a per cent of the rate, or of a stage's time,");
        Console.WriteLine("decides over a multiple of the tail. Published engines also start cold there, which is not modelled, and one realisation of whole-millisecond gaps");
        Console.WriteLine("was measured where the prediction averages several.");
    }

    private static object Row(PredictionError error) => new
    {
        error.Run.Row,
        error.Run.Log,
        error.Utilisation,
        Measured = error.Run.P95,
        Predicted = error.Predicted.P95,
        Error = error.P95Error,
    };

    private static string Config(string folder, string name) => Path.Combine(ShippedConfigs.Root, folder, name + ".json");
}
