using RecPipe.Inference;
using RecPipe.Ranking.Configuration;
using RecPipe.ServiceDefaults;

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
    public ListenAddresses Listen { get; init; } = new() { Grpc = "127.0.0.1:5101", Http = "127.0.0.1:5102" };

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
    public static StageWorkerOptions Read(IConfiguration configuration)
    {
        try
        {
            return configuration.GetSection(Section).Get<StageWorkerOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new();
        }
        catch (InvalidOperationException e)
        {
            throw new ConfigException("configuration", Section, $"{e.Message.TrimEnd('.')}.", "Correct it; --help lists the settings.");
        }
    }

    /// <summary>Everything that is wrong without looking at a model.</summary>
    public IReadOnlyList<ConfigProblem> Problems()
    {
        List<ConfigProblem> problems = [.. Pool.Problems("configuration", $"{Section}:")];
        if (Models.Length == 0)
            Add(nameof(Models), "It is missing.", "Name the folder that `recpipe train --out` wrote.");
        else if (!Directory.Exists(Models))
            Add(nameof(Models), $"There is no folder {Models}.", "Name the folder that `recpipe train --out` wrote.");
        if (Data is not null && !Directory.Exists(Data))
            Add(nameof(Data), $"There is no folder {Data}.", "Name a folder that `recpipe data` wrote, or leave it out.");
        if (!ListenAddresses.TryParse(Listen.Grpc, out _))
            Add("Listen:Grpc", $"\"{Listen.Grpc}\" is not an address.", "Write \"127.0.0.1:5101\", or \"*:5101\" for every interface.");
        if (!ListenAddresses.TryParse(Listen.Http, out _))
            Add("Listen:Http", $"\"{Listen.Http}\" is not an address.", "Write \"127.0.0.1:5102\", or \"*:5102\" for every interface.");
        return problems;

        void Add(string field, string problem, string remedy) =>
            problems.Add(new("configuration", $"{Section}:{field}", problem, remedy));
    }
}
