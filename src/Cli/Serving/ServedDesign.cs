using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Hosting;
using RecPipe.Accelerator.Hardware;
using RecPipe.Datasets.Store;
using RecPipe.Gateway;
using RecPipe.Models.Files;
using RecPipe.Planning.Designs;
using RecPipe.Planning.Experiments;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;
using RecPipe.ServiceDefaults;

namespace RecPipe.Cli.Serving;

/// <summary>
/// A design as one machine serves it: a gateway on loopback with its stages in the same process, as `recpipe serve` has them, but
/// each stage with the engines the design gives it. Stages whose hardware is not this machine are emulated.
/// </summary>
internal sealed class ServedDesign : IAsyncDisposable
{
    /// <summary>Longer than any query that is worth comparing takes.</summary>
    public static TimeSpan Deadline { get; } = TimeSpan.FromSeconds(10);

    private readonly List<ServedStage> _stages;
    private readonly WebApplication _gateway;

    private ServedDesign(List<ServedStage> stages, WebApplication gateway) => (_stages, _gateway) = (stages, gateway);

    public Uri Gateway => _gateway.BoundAddresses().Grpc;

    /// <summary>REST, /health and /metrics.</summary>
    public Uri Http => _gateway.BoundAddresses().Http;

    /// <summary>Waits for the signal to stop.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => _gateway.WaitForShutdownAsync(cancellationToken);

    /// <summary>One a stage, in their order; null of emulated ones.</summary>
    public IReadOnlyList<StageProbe?> Probes => [.. _stages.Select(stage => stage.Probe)];

    /// <summary>Time that engines on this machine have spent at work, all added up.</summary>
    public TimeSpan BusyTime => _stages.Aggregate(TimeSpan.Zero, (sum, stage) => sum + stage.BusyTime);

    /// <param name="name">Of the pipeline.</param>
    /// <param name="design">What is served.</param>
    /// <param name="backends">That it names.</param>
    /// <param name="resolve">Path of a hardware file as the backend names it.</param>
    /// <param name="models">Folder of the models.</param>
    /// <param name="store">That candidate ids refer to.</param>
    /// <param name="listen">Where the gateway listens; null for free ports.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ConfigException">A model or a hardware file is missing or wrong.</exception>
    public static Task<ServedDesign> StartAsync(
        string name, Design design, IReadOnlyList<BackendConfig> backends, Func<string, string> resolve, string models, FeatureStore store, ListenAddresses? listen, CancellationToken cancellationToken) =>
        StartAsync(name, design, backends, resolve, models, store, listen, runsHere: null, cancellationToken);

    /// <summary>The same where the caller knows which backends' stages run their models (null: those whose hardware files are of this machine).</summary>
    public static async Task<ServedDesign> StartAsync(
        string name, Design design, IReadOnlyList<BackendConfig> backends, Func<string, string> resolve, string models, FeatureStore store, ListenAddresses? listen, Func<BackendConfig, bool>? runsHere, CancellationToken cancellationToken)
    {
        List<ServedStage> stages = [];
        string folder = Directory.CreateTempSubdirectory("recpipe-").FullName;
        try
        {
            IReadOnlyList<ModelFile> files = ModelFolder.Load(models);
            Check(design, files, models);
            foreach (DesignedStage stage in design.Stages)
                stages.Add(Start(stage, files, design.Stages[0].Items));
            StageRouter router = new(stages.ToDictionary(stage => stage.Model, stage => stage.Stage));
            string file = Path.Combine(folder, "pipeline.json");
            ConfigFile.Save(file, PipelineOf(name, design));
            WebApplication gateway = GatewayHost.Build(new() { Pipelines = [file], Listen = listen ?? new ListenAddresses() }, router, builder => builder.Logging.ClearProviders());
            await gateway.StartAsync(cancellationToken).ConfigureAwait(false);
            return new(stages, gateway);
        }
        catch
        {
            foreach (ServedStage stage in stages)
                await stage.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        ServedStage Start(DesignedStage stage, IReadOnlyList<ModelFile> files, int candidates)
        {
            BackendConfig backend = backends.Single(backend => backend.Name == stage.Backend);
            if (runsHere?.Invoke(backend) == true)
                return ServedStage.OnCpu(stage, files, store, candidates);
            string hardware = resolve(stage.Hardware);
            return runsHere is null && HardwareFile.Load(hardware) is MeasuredDevice { Cores: > 0 }
                ? ServedStage.OnCpu(stage, files, store, candidates)
                : ServedStage.Emulated(stage, new() { Hardware = hardware, Mode = backend.Mode }, models, store.Directory, candidates);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.StopAsync().ConfigureAwait(false);
        await _gateway.DisposeAsync().ConfigureAwait(false);
        foreach (ServedStage stage in _stages)
            await stage.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The pipeline file of a design, its stages in the gateway's process.</summary>
    private static PipelineConfig PipelineOf(string name, Design design) => new()
    {
        Name = name,
        Deadline = Deadline,
        Stages = [.. design.Stages.Select(stage => new StageConfig { Model = stage.Model, Keep = stage.Keep })],
    };

    private static void Check(Design design, IReadOnlyList<ModelFile> files, string models)
    {
        List<ConfigProblem> problems = [];
        for (int i = 0; i < design.Stages.Count; i++)
        {
            string model = design.Stages[i].Model;
            if (files.All(file => file.Card.Name != model))
                problems.Add(new(models, $"stages[{i}].model", $"There is no model \"{model}\".", $"There are: {string.Join(", ", files.Select(file => file.Card.Name))}."));
            if (design.Stages.Take(i).Any(earlier => earlier.Model == model))
                problems.Add(new("plan", $"stages[{i}].model", $"An earlier stage ranks with \"{model}\" too.", "Use a model once."));
        }
        ConfigException.ThrowIfAny(problems);
    }
}
