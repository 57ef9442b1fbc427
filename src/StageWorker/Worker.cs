using RecPipe.Datasets.Store;
using RecPipe.Inference;
using RecPipe.Inference.Backends;
using RecPipe.Inference.Sessions;
using RecPipe.Ranking.Configuration;

namespace RecPipe.StageWorker;

/// <summary>What a worker holds while it runs: its feature store and its engines.</summary>
public sealed class Worker : IAsyncDisposable
{
    private readonly FeatureStore? _store;

    private Worker(EnginePool pool, FeatureStore? store)
    {
        Pool = pool;
        _store = store;
    }

    public EnginePool Pool { get; }

    /// <exception cref="ConfigException">Options, models and store do not fit; lists what is wrong.</exception>
    public static Worker Load(StageWorkerOptions options, TimeProvider clock)
    {
        ConfigException.ThrowIfAny(options.Problems());
        IBackend backend = BackendCatalog.Find(options.Backend, "configuration", $"{StageWorkerOptions.Section}:{nameof(options.Backend)}");
        FeatureStore? store = options.Data is null ? null : FeatureStore.Open(options.Data);
        IReadOnlyList<ModelSession> models = ModelSession.LoadFolder(options.Models, backend, options.VerifyChecksums);
        return new Worker(new EnginePool(options.Pool, models, store, clock), store);
    }

    /// <summary>Drains, then lets go of models and store.</summary>
    public async ValueTask DisposeAsync()
    {
        await Pool.DisposeAsync().ConfigureAwait(false);
        _store?.Dispose();
    }
}
