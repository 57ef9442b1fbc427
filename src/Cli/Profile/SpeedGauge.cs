using RecPipe.Datasets.Store;
using RecPipe.Models.Files;

namespace RecPipe.Cli.Profile;

/// <summary>
/// How fast the machine is at a moment: models on one engine each, kept busy one after the other for a moment. A machine that shares its
/// memory and its power with others is some per cent faster or slower from one minute to the next.
/// </summary>
internal sealed class SpeedGauge : IAsyncDisposable
{
    private readonly List<(string Model, int Items, ServiceTimer Timer)> _timers = [];

    /// <param name="files">The models of the folder.</param>
    /// <param name="store">Candidates are its rows.</param>
    /// <param name="models">What is timed, with how many candidates; none: nothing is.</param>
    public SpeedGauge(IReadOnlyList<ModelFile> files, FeatureStore store, IEnumerable<(string Model, int Items)> models)
    {
        foreach ((string model, int items) in models)
            _timers.Add((model, items, new(files.Single(file => file.Card.Name == model), store, engines: 1, items)));
    }

    /// <param name="during">Of each model; the longer, the less a moment's speed counts.</param>
    /// <param name="seed">Of candidates.</param>
    /// <param name="cancellationToken">Stops between queries.</param>
    /// <returns>Mean milliseconds a query by model.</returns>
    public async Task<IReadOnlyDictionary<string, double>> ReadAsync(TimeSpan during, ulong seed, CancellationToken cancellationToken)
    {
        Dictionary<string, double> readings = [];
        foreach ((string model, int items, ServiceTimer timer) in _timers)
            readings[model] = (await timer.MeasureAsync(items, Math.Min(Keep, items), TimeSpan.Zero, during, seed, cancellationToken).ConfigureAwait(false)).Average();
        return readings;
    }

    public async ValueTask DisposeAsync()
    {
        foreach ((_, _, ServiceTimer timer) in _timers)
            await timer.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Survivors; selecting them takes next to nothing.</summary>
    private const int Keep = 64;
}
