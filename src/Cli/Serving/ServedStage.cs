using RecPipe.AccelEmulator;
using RecPipe.AccelEmulator.Devices;
using RecPipe.AccelEmulator.Scores;
using RecPipe.Inference;
using RecPipe.Inference.Backends;
using RecPipe.Inference.Sessions;
using RecPipe.Models.Files;
using RecPipe.Planning.Designs;
using RecPipe.Ranking;
using RecPipe.Ranking.Stages;

namespace RecPipe.Cli.Serving;

/// <summary>One stage of a design, running: engines of its own, or an emulated device.</summary>
internal sealed class ServedStage : IAsyncDisposable
{
    private readonly IAsyncDisposable _owner;
    private readonly EnginePool? _pool;

    private ServedStage(string model, IStage stage, IAsyncDisposable owner, EnginePool? pool) => (Model, Stage, _owner, _pool) = (model, stage, owner, pool);

    /// <summary>What its engines took; null of an emulated device.</summary>
    public StageProbe? Probe => Stage as StageProbe;

    public string Model { get; }

    public IStage Stage { get; }

    /// <summary>Time its engines have spent at work, all added up; none of this machine's in an emulated device.</summary>
    public TimeSpan BusyTime => _pool?.BusyTime ?? TimeSpan.Zero;

    /// <summary>Engines on this machine's cores.</summary>
    public static ServedStage OnCpu(DesignedStage stage, IReadOnlyList<ModelFile> models, IFeatureSource features, int mostCandidates)
    {
        ModelSession session = ModelSession.Load(models.Single(model => model.Card.Name == stage.Model), new CpuBackend());
        EnginePool pool = new(
            new() { Name = stage.Model, Engines = stage.Engines, SubBatchRows = stage.SubBatchRows, MaxCandidates = mostCandidates, QueueCapacity = QueueCapacity },
            [session], features, TimeProvider.System);
        return new(stage.Model, new StageProbe(pool), pool, pool);
    }

    /// <summary>A modelled or measured device that answers in its own time; scores are computed at the start, for every row of the store.</summary>
    public static ServedStage Emulated(DesignedStage stage, DeviceOptions device, string models, string data, int mostCandidates)
    {
        Emulator emulator = Emulator.Load(
            new()
            {
                Name = stage.Model,
                Models = models,
                Data = data,
                MaxCandidates = mostCandidates,
                Scores = ScoreMode.Precomputed,
                Devices = [device with { Units = stage.Engines, QueueCapacity = QueueCapacity, Models = [stage.Model] }],
            },
            TimeProvider.System);
        return new(stage.Model, emulator.Ranker, emulator, pool: null);
    }

    public ValueTask DisposeAsync() => _owner.DisposeAsync();

    /// <summary>Queries wait rather than being refused: what is compared are latencies, not refusals.</summary>
    private const int QueueCapacity = 4096;
}
