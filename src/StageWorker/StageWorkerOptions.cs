using RecPipe.Inference;
using RecPipe.Ranking.Configuration;
using RecPipe.ServiceDefaults;
using RecPipe.StageHosting;

namespace RecPipe.StageWorker;

/// <summary>A stage worker's configuration: section "Worker" of appsettings.json, environment (Worker__Engines) or command line (--Worker:Engines).</summary>
public sealed record StageWorkerOptions
{
    public const string Section = "Worker";

    private static readonly EnginePoolOptions s_defaults = new();

    /// <summary>What replies and traces call this worker; the host's name when left out, so that replicas are told apart.</summary>
    public string Name { get; init; } = Environment.MachineName;

    /// <summary>Folder of the models to serve: every model card in it, with the .onnx beside it.</summary>
    public string Models { get; init; } = "";

    /// <summary>Folder of the feature store; left out, every query must bring its candidates' features.</summary>
    public string? Data { get; init; }

    /// <summary>"cpu" or "cuda".</summary>
    public string Backend { get; init; } = "cpu";

    /// <inheritdoc cref="EnginePoolOptions.Engines"/>
    public int Engines { get; init; } = s_defaults.Engines;

    /// <inheritdoc cref="EnginePoolOptions.QueueCapacity"/>
    public int QueueCapacity { get; init; } = s_defaults.QueueCapacity;

    /// <inheritdoc cref="EnginePoolOptions.MaxCandidates"/>
    public int MaxCandidates { get; init; } = s_defaults.MaxCandidates;

    /// <inheritdoc cref="EnginePoolOptions.BatchRows"/>
    public int BatchRows { get; init; } = s_defaults.BatchRows;

    /// <inheritdoc cref="EnginePoolOptions.SubBatchRows"/>
    public int SubBatchRows { get; init; } = s_defaults.SubBatchRows;

    /// <summary>Compare every model file with its card's SHA-256 at start. Reading 4 GB of tables takes seconds.</summary>
    public bool VerifyChecksums { get; init; } = true;

    /// <summary>Where to listen.</summary>
    public ListenAddresses Listen { get; init; } = DefaultListen;

    private static ListenAddresses DefaultListen => new() { Grpc = "127.0.0.1:5101", Http = "127.0.0.1:5102" };

    internal EnginePoolOptions Pool => new()
    {
        Name = Name,
        Engines = Engines,
        QueueCapacity = QueueCapacity,
        MaxCandidates = MaxCandidates,
        BatchRows = BatchRows,
        SubBatchRows = SubBatchRows,
        DrainLimit = HostExtensions.DrainTimeout,
    };

    /// <exception cref="ConfigException">A setting is unknown or has the wrong type.</exception>
    public static StageWorkerOptions Read(IConfiguration configuration) => StageSettings.Read<StageWorkerOptions>(configuration, Section);

    /// <summary>Everything that is wrong without looking at a model.</summary>
    public IReadOnlyList<ConfigProblem> Problems() =>
    [
        .. Pool.Problems("configuration", $"{Section}:"),
        .. StageSettings.FolderProblems(Section, Models, Data),
        .. StageSettings.ListenProblems(Section, Listen, DefaultListen),
    ];
}
