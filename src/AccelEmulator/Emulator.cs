using RecPipe.AccelEmulator.Answers;
using RecPipe.AccelEmulator.Devices;
using RecPipe.AccelEmulator.Pacing;
using RecPipe.AccelEmulator.Scores;
using RecPipe.Datasets.Store;
using RecPipe.Inference;
using RecPipe.Inference.Backends;
using RecPipe.Inference.Sessions;
using RecPipe.Models.Files;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Stages;

namespace RecPipe.AccelEmulator;

/// <summary>What an emulator holds while it runs: its devices, and what computes true scores for them.</summary>
public sealed class Emulator : IAsyncDisposable
{
    private readonly EnginePool _pool;
    private readonly FeatureStore? _store;
    private readonly WallPacer _pacer = new();

    private Emulator(EmulatorOptions options, IReadOnlyDictionary<string, ServedModel> models, EnginePool pool, FeatureStore? store, TimeScale scale, TimeProvider clock)
    {
        (_pool, _store) = (pool, store);
        IScoreSource scores = options.Scores == ScoreMode.Precomputed && store is not null
            ? new TableScores(pool, ScoreTables.Compute(pool, Tabulated(pool, models.Keys), store.Rows))
            : new EngineScores(pool);
        AnswerRecord record = new(new Lateness(options.Tolerance), options.AnswerLog is null ? null : new AnswerLog(options.AnswerLog));
        Stage = new(models, scores, _pacer, scale, record, Describe, clock);

        StageDescription Describe() => pool.Describe() with
        {
            Backend = "emulated",
            Engines = options.Devices.Sum(device => device.Units),
            QueueCapacity = options.Devices.Sum(device => device.QueueCapacity),
            Models = [.. pool.Describe().Models.Where(model => models.ContainsKey(model.Name))],
        };
    }

    /// <summary>What ranks, for callers in this process.</summary>
    public IStage Ranker => Stage;

    /// <summary>How well the host keeps pace.</summary>
    public Lateness Lateness => Stage.Record.Lateness;

    internal EmulatedStage Stage { get; }

    internal long StoreRows => _store?.Rows ?? 0;

    /// <exception cref="ConfigException">Options, hardware files, models and store do not fit; lists what is wrong.</exception>
    public static Emulator Load(EmulatorOptions options, TimeProvider clock)
    {
        ConfigException.ThrowIfAny(options.Problems());
        TimeScale scale = new(options.TimeScale, clock.TimestampFrequency);
        IReadOnlyDictionary<string, ServedModel> models = DeviceCatalog.Load(options.Devices, ModelFolder.Load(options.Models), scale);
        FeatureStore? store = options.Data is null ? null : FeatureStore.Open(options.Data);
        EnginePool pool = new(options.Pool, ModelSession.LoadFolder(options.Models, new CpuBackend(), options.VerifyChecksums), store, clock);
        return new Emulator(options, models, pool, store, scale, clock);
    }

    /// <summary>A score that depends on the query cannot be known beforehand.</summary>
    private static IEnumerable<string> Tabulated(EnginePool pool, IEnumerable<string> models) =>
        pool.Describe().Models.Where(model => !model.ReadsContext).Select(model => model.Name).Intersect(models);

    /// <summary>Drains, saves the answer log, then lets go of models and store.</summary>
    public async ValueTask DisposeAsync()
    {
        await Stage.DisposeAsync().ConfigureAwait(false);
        try
        {
            Stage.Record.Save();
        }
        finally
        {
            await _pool.DisposeAsync().ConfigureAwait(false);
            _pacer.Dispose();
            _store?.Dispose();
        }
    }
}
