using RecPipe.Datasets.Store;
using RecPipe.Inference;
using RecPipe.Inference.Backends;
using RecPipe.Inference.Sessions;
using RecPipe.Models.Files;
using RecPipe.Ranking;
using RecPipe.Ranking.Stages;
using RecPipe.Workloads.Queries;

namespace RecPipe.Cli.Profile;

/// <summary>Times one model on engines of its own, as many as are to be busy: each is always given the next query.</summary>
internal sealed class ServiceTimer : IAsyncDisposable
{
    /// <summary>Lists of candidates that a measurement goes round: as many as make caches see new rows.</summary>
    private const int Lists = 64;

    private readonly EnginePool _pool;
    private readonly FeatureStore _store;
    private readonly string _model;

    /// <param name="model">What is timed.</param>
    /// <param name="store">Candidates are its rows.</param>
    /// <param name="engines">That are busy at the same time.</param>
    /// <param name="mostItems">Longest candidate list.</param>
    public ServiceTimer(ModelFile model, FeatureStore store, int engines, int mostItems)
    {
        (_store, _model) = (store, model.Card.Name);
        _pool = new(
            new() { Name = _model, Engines = engines, MaxCandidates = mostItems, SubBatchRows = 0 },
            [ModelSession.Load(model, new CpuBackend())], store, TimeProvider.System);
    }

    /// <summary>Keeps every engine at work and takes down each query's time on its engine.</summary>
    /// <param name="items">Candidates a query.</param>
    /// <param name="keep">Survivors.</param>
    /// <param name="during">How long.</param>
    /// <param name="seed">Of the candidates.</param>
    /// <param name="cancellationToken">Stops between queries.</param>
    /// <returns>Milliseconds, in no order.</returns>
    public async Task<double[]> MeasureAsync(int items, int keep, TimeSpan during, ulong seed, CancellationToken cancellationToken)
    {
        await RunAsync(items, keep, during / 4, seed + 1, cancellationToken).ConfigureAwait(false);
        return await RunAsync(items, keep, during, seed, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    private async Task<double[]> RunAsync(int items, int keep, TimeSpan during, ulong seed, CancellationToken cancellationToken)
    {
        double[][] times = await Task.WhenAll(Enumerable.Range(0, _pool.Options.Engines).Select(caller =>
            Task.Run(() => CallAsync(items, keep, during, seed + 2 * (ulong)caller, cancellationToken), cancellationToken))).ConfigureAwait(false);
        return [.. times.SelectMany(time => time)];
    }

    private async Task<double[]> CallAsync(int items, int keep, TimeSpan during, ulong seed, CancellationToken cancellationToken)
    {
        HeldOutRows source = new(_store, seed, items, orAll: true);
        int[][] lists = [.. Enumerable.Range(0, Lists).Select(i => Candidates(source, i))];
        List<double> times = [];
        long start = TimeProvider.System.GetTimestamp();
        for (int i = 0; TimeProvider.System.GetElapsedTime(start) < during; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            StageReply reply = await _pool.RankAsync(new(_model, lists[i % Lists], Math.Min(keep, items), Deadline.None), cancellationToken).ConfigureAwait(false);
            if (reply.Status != StageStatus.Ok)
                throw new InvalidOperationException($"{_model} with {items} candidates: {reply.Status} ({reply.Detail}).");
            times.Add(reply.Compute.TotalMilliseconds);
        }
        return [.. times];
    }

    private static int[] Candidates(HeldOutRows source, int query)
    {
        int[] ids = new int[source.Candidates];
        source.Fill(query, ids);
        return ids;
    }
}
