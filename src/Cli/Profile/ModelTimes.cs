using RecPipe.Accelerator.Hardware;
using RecPipe.Datasets.Store;
using RecPipe.Models.Files;

namespace RecPipe.Cli.Profile;

/// <summary>The times of one model, gathered in rounds: a machine whose speed drifts is seen at many moments, not at one.</summary>
internal sealed class ModelTimes : IAsyncDisposable
{
    /// <summary>An engine that was idle this long on average has rested: longer pauses make little difference.</summary>
    private const double LeastPauseMs = 4;

    /// <summary>Pauses are this many times as long as the query.</summary>
    private const double PauseShare = 2;

    private readonly ServiceTimer[] _timers;
    private readonly IReadOnlyList<int> _sizes;
    private readonly List<double>[][] _busy;
    private readonly List<double>[] _rested;
    private readonly int _keep;

    /// <param name="model">What is timed.</param>
    /// <param name="store">Candidates are its rows.</param>
    /// <param name="sizes">Candidates, rising.</param>
    /// <param name="keep">Survivors.</param>
    /// <param name="cores">Most engines that are busy together.</param>
    public ModelTimes(ModelFile model, FeatureStore store, IReadOnlyList<int> sizes, int keep, int cores)
    {
        Model = model.Card.Name;
        (_sizes, _keep) = (sizes, keep);
        _timers = [.. Enumerable.Range(1, cores).Select(busy => new ServiceTimer(model, store, busy, sizes[^1]))];
        _busy = [.. sizes.Select(_ => Enumerable.Range(0, cores).Select(_ => new List<double>()).ToArray())];
        _rested = [.. sizes.Select(_ => new List<double>())];
    }

    public string Model { get; }

    /// <summary>One round: each number of busy engines, then an engine that rests.</summary>
    /// <param name="at">Index of the size.</param>
    /// <param name="during">Of each of these; resting takes three times as long.</param>
    /// <param name="seed">Of the round.</param>
    /// <param name="cancellationToken">Stops between queries.</param>
    public async Task MeasureAsync(int at, TimeSpan during, ulong seed, CancellationToken cancellationToken)
    {
        for (int busy = 0; busy < _timers.Length; busy++)
            _busy[at][busy].AddRange(await _timers[busy].MeasureAsync(_sizes[at], _keep, TimeSpan.Zero, during, seed, cancellationToken).ConfigureAwait(false));
        TimeSpan pause = TimeSpan.FromMilliseconds(Math.Max(LeastPauseMs, PauseShare * _busy[at][0].Average()));
        _rested[at].AddRange(await _timers[0].MeasureAsync(_sizes[at], _keep, pause, 3 * during, seed, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Mean times by candidates.</summary>
    public IReadOnlyList<MeasuredTime> Points() =>
    [
        .. _sizes.Select((size, at) => new MeasuredTime(size, _busy[at][0].Average())
        {
            RestedMilliseconds = _rested[at].Average(),
            BusyMilliseconds = [.. _busy[at].Select(times => times.Average())],
        }),
    ];

    /// <summary>How the times of some sizes differ from their means.</summary>
    /// <param name="sizes">At least one of those measured.</param>
    public IReadOnlyList<double> Variation(IReadOnlyCollection<int> sizes) =>
        Quantiles.Of([.. Enumerable.Range(0, _sizes.Count).Where(at => sizes.Contains(_sizes[at])).SelectMany(at => Ratios(_busy[at][0]).Concat(Ratios(_rested[at])))]);

    public async ValueTask DisposeAsync()
    {
        foreach (ServiceTimer timer in _timers)
            await timer.DisposeAsync().ConfigureAwait(false);
    }

    private static IEnumerable<double> Ratios(List<double> times)
    {
        double mean = times.Average();
        return times.Select(time => time / mean);
    }
}
