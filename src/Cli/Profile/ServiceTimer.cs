using RecPipe.Datasets.Store;
using RecPipe.Inference;
using RecPipe.Inference.Backends;
using RecPipe.Inference.Sessions;
using RecPipe.Models.Files;
using RecPipe.Ranking;
using RecPipe.Ranking.Randomness;
using RecPipe.Ranking.Stages;
using RecPipe.Workloads.Pacing;
using RecPipe.Workloads.Queries;

namespace RecPipe.Cli.Profile;

/// <summary>Times one model on engines of its own, as many as are to be busy.</summary>
internal sealed class ServiceTimer : IAsyncDisposable
{
    /// <summary>Lists of candidates that a measurement goes round: as many as make caches see new rows.</summary>
    private const int Lists = 64;

    /// <summary>Queries at the start of each measurement that find caches as something else left them.</summary>
    private const int Unmeasured = 2;

    private readonly EnginePool _pool;
    private readonly FeatureStore _store;
    private readonly string _model;
    private readonly Dictionary<int, int[][]> _lists = [];

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

    /// <summary>Takes down each query's time on its engine, with every engine at work or, with pauses, on engines that have rested.</summary>
    /// <param name="items">Candidates a query.</param>
    /// <param name="keep">Survivors.</param>
    /// <param name="pause">Mean pause before each query; pauses are exponential. Zero for none.</param>
    /// <param name="during">How long.</param>
    /// <param name="seed">Of candidates and pauses.</param>
    /// <param name="cancellationToken">Stops between queries.</param>
    /// <returns>Milliseconds, in no order.</returns>
    public async Task<IEnumerable<double>> MeasureAsync(int items, int keep, TimeSpan pause, TimeSpan during, ulong seed, CancellationToken cancellationToken)
    {
        if (!_lists.TryGetValue(items, out int[][]? lists))
            _lists[items] = lists = Candidates(new(_store, seed, items, orAll: true));
        double[][] times = await Task.WhenAll(Enumerable.Range(0, _pool.Options.Engines).Select(caller =>
            Task.Run(() => CallAsync(lists, keep, pause, during, seed + (ulong)caller, cancellationToken), cancellationToken))).ConfigureAwait(false);
        return times.SelectMany(time => time);
    }

    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    private async Task<double[]> CallAsync(int[][] lists, int keep, TimeSpan pause, TimeSpan during, ulong seed, CancellationToken cancellationToken)
    {
        TimeProvider clock = TimeProvider.System;
        Xoshiro256 random = new(seed);
        PreciseTimer.PrepareThread();
        List<double> times = [];
        long start = clock.GetTimestamp();
        for (int i = 0; i <= Unmeasured || clock.GetElapsedTime(start) < during; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (pause > TimeSpan.Zero)
                PreciseTimer.WaitUntil(clock.GetTimestamp() + (long)(random.NextExponential() * pause.TotalSeconds * clock.TimestampFrequency));
            int[] candidates = lists[random.NextBelow((uint)lists.Length)];
            StageReply reply = await _pool.RankAsync(new(_model, candidates, Math.Min(keep, candidates.Length), Deadline.None), cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (reply.Status != StageStatus.Ok)
                throw new InvalidOperationException($"{_model} with {candidates.Length} candidates: {reply.Status} ({reply.Detail}).");
            if (i >= Unmeasured)
                times.Add(reply.Compute.TotalMilliseconds);
        }
        return [.. times];
    }

    private static int[][] Candidates(HeldOutRows source)
    {
        int[][] lists = new int[Lists][];
        for (int i = 0; i < Lists; i++)
        {
            lists[i] = new int[source.Candidates];
            source.Fill(i, lists[i]);
        }
        return lists;
    }
}
