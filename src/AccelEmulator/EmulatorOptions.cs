using RecPipe.AccelEmulator.Devices;
using RecPipe.AccelEmulator.Scores;
using RecPipe.Inference;
using RecPipe.Ranking.Configuration;
using RecPipe.ServiceDefaults;
using RecPipe.StageHosting;

namespace RecPipe.AccelEmulator;

/// <summary>What an emulator is told: section "Emulator" of appsettings.json, environment (Emulator__TimeScale) or command line (--Emulator:TimeScale).</summary>
public sealed record EmulatorOptions
{
    private const double LeastTimeScale = 1e-6, MostTimeScale = 1e6;

    public const string Section = "Emulator";

    private static readonly EnginePoolOptions s_defaults = new();

    /// <summary>What replies and traces call this worker; the host's name when left out, so that replicas are told apart.</summary>
    public string Name { get; init; } = Environment.MachineName;

    /// <summary>Folder of the models to serve: every model card in it, with the .onnx beside it.</summary>
    public string Models { get; init; } = "";

    /// <summary>Folder of the feature store; left out, every query must bring its candidates' features.</summary>
    public string? Data { get; init; }

    /// <summary>At least one.</summary>
    public IReadOnlyList<DeviceOptions> Devices { get; init; } = [];

    /// <summary>Where true scores come from.</summary>
    public ScoreMode Scores { get; init; } = ScoreMode.Onnx;

    /// <summary>
    /// Host seconds a modelled second takes, over 0: more than 1 to study hardware that is faster than the host can pace, with
    /// the offered load slowed down as much.
    /// </summary>
    public double TimeScale { get; init; } = 1;

    /// <summary>How late the 99th percentile of the answers may leave before a run is called invalid: over 0, host time.</summary>
    public TimeSpan Tolerance { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>A CSV file that receives every answer's arrival, start, due and leaving time when the host stops, at most a million.</summary>
    public string? AnswerLog { get; init; }

    /// <summary>Host threads that compute scores.</summary>
    public int Engines { get; init; } = s_defaults.Engines;

    /// <inheritdoc cref="EnginePoolOptions.MaxCandidates"/>
    public int MaxCandidates { get; init; } = s_defaults.MaxCandidates;

    /// <summary>Compare every model file with its card's SHA-256 at start. Reading 4 GB of tables takes seconds.</summary>
    public bool VerifyChecksums { get; init; } = true;

    /// <summary>Where to listen.</summary>
    public ListenAddresses Listen { get; init; } = DefaultListen;

    private static ListenAddresses DefaultListen => new() { Grpc = "127.0.0.1:5111", Http = "127.0.0.1:5112" };

    /// <summary>Room for every query that the devices can hold, so that only they refuse one.</summary>
    internal EnginePoolOptions Pool => new()
    {
        Name = Name,
        Engines = Engines,
        QueueCapacity = (int)Math.Clamp(Devices.Sum(device => (long)device.QueueCapacity + device.Units), 1, 65_536),
        MaxCandidates = MaxCandidates,
        DrainLimit = HostExtensions.DrainTimeout,
    };

    /// <exception cref="ConfigException">A setting is unknown or has the wrong type.</exception>
    public static EmulatorOptions Read(IConfiguration configuration) => StageSettings.Read<EmulatorOptions>(configuration, Section);

    /// <summary>Everything that is wrong without looking at a model or a hardware file.</summary>
    public IReadOnlyList<ConfigProblem> Problems()
    {
        List<ConfigProblem> problems = [.. Pool.Problems("configuration", $"{Section}:").Where(problem => !problem.Field.EndsWith(nameof(EnginePoolOptions.QueueCapacity), StringComparison.Ordinal))];
        problems.AddRange(StageSettings.FolderProblems(Section, Models, Data));
        Require(Data is not null || Scores != ScoreMode.Precomputed, nameof(Scores), "Without a feature store there are no rows to score in advance.", "Name the store in Data, or choose onnx.");
        Require(TimeScale is >= LeastTimeScale and <= MostTimeScale, nameof(TimeScale), $"It is {TimeScale}.", $"Give host seconds a modelled second, {LeastTimeScale} to {MostTimeScale}; 1 is real time.");
        Require(Tolerance > TimeSpan.Zero, nameof(Tolerance), $"It is {Tolerance}.", "Give a time over 0, for example 00:00:00.001.");
        Require(Devices.Count > 0, nameof(Devices), "There are none.", "Describe at least one: Devices:0:Hardware names a hardware file (configs/hardware/*.json).");
        for (int i = 0; i < Devices.Count; i++)
            Check(Devices[i], $"{nameof(Devices)}:{i}:");
        problems.AddRange(StageSettings.ListenProblems(Section, Listen, DefaultListen));
        return problems;

        void Check(DeviceOptions device, string prefix)
        {
            Require(device.Hardware.Length > 0, $"{prefix}{nameof(device.Hardware)}", "It is missing.", "Name a hardware file (configs/hardware/*.json).");
            Require(device.Hardware.Length == 0 || File.Exists(device.Hardware), $"{prefix}{nameof(device.Hardware)}", $"There is no file {device.Hardware}.", "Name a hardware file (configs/hardware/*.json).");
            Require(device.HitRate is >= 0 and <= 1, $"{prefix}{nameof(device.HitRate)}", $"It is {device.HitRate}.", "Give a share, 0 to 1.");
            Require(device.Units is >= 1 and <= 1024, $"{prefix}{nameof(device.Units)}", $"It is {device.Units}.", "Give 1 to 1024.");
            Require(device.QueueCapacity is >= 1 and <= 65_536, $"{prefix}{nameof(device.QueueCapacity)}", $"It is {device.QueueCapacity}.", "Give 1 to 65536.");
        }

        void Require(bool holds, string field, string problem, string remedy)
        {
            if (!holds)
                problems.Add(new("configuration", $"{Section}:{field}", problem, remedy));
        }
    }
}
