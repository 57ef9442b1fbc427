using RecPipe.Cli.Serving;
using RecPipe.Datasets.Store;
using RecPipe.LoadGen.Engine;
using RecPipe.Planning.Designs;
using RecPipe.Planning.Experiments;
using RecPipe.Planning.Sweeps;
using RecPipe.Workloads.Simulations;
using RecPipe.Workloads.Statistics;

namespace RecPipe.Cli.Sweeps;

/// <summary>
/// Real time: each design is served on this machine, one after the other, and offered its loads by rising rate. CPU stages run
/// their models; others are emulated. Loads above the first that saturates a design are not offered.
/// </summary>
/// <param name="loaded">The experiment.</param>
/// <param name="mode">Whose timing model emulated accelerators run.</param>
/// <param name="models">Folder of the models.</param>
/// <param name="store">Candidates are its rows.</param>
/// <param name="queries">Of each measurement.</param>
/// <param name="seed">Of arrivals and candidates.</param>
internal sealed class ServedRuns(LoadedExperiment loaded, DesignMode mode, string models, FeatureStore store, int queries, ulong seed) : IDesignRuns
{
    /// <summary>Answers of a run without a steady state are this much fewer than the queries, at least.</summary>
    private const double Shortfall = 0.05;

    /// <summary>The generator's lag, of the latency it adds to, from which a point says more about the generator.</summary>
    private const double MostLag = 0.3;

    /// <summary>Before each load; before a design's first, its code is compiled and its tables are read.</summary>
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(0.5), s_firstWarmUp = TimeSpan.FromSeconds(2);

    public int Parallel => 1;

    public async Task<IDesignRun> OpenAsync(Design design, IReadOnlyList<SweptPoint> known, CancellationToken cancellationToken)
    {
        ServedDesign served = await ServedDesign.StartAsync(
            loaded.Experiment.Name, design, loaded.Backends(mode), loaded.Files.Hardware, models, store, listen: null, backend => backend.Device == DeviceKind.Cpu, cancellationToken).ConfigureAwait(false);
        return new Run(this, design, served, known.FirstOrDefault(IsLimit)?.Throughput);
    }

    private async Task<SweptPoint> PointAsync(Design design, ServedDesign served, double rate, TimeSpan warmUp, CancellationToken cancellationToken)
    {
        ServedLoad load = new(loaded.Experiment.Name, design, served, store);
        ServedRun run = await load.RunAsync(new Inject(rate, TimeSpan.FromSeconds(queries / rate)), warmUp, seed, progress: null, cancellationToken).ConfigureAwait(false);
        RunMeasurement measured = run.Measured;
        LatencySummary latency = measured.Latency.Summarize(), lag = measured.Lag.Summarize();
        double throughput = measured.AnsweredInWindow / measured.Measured.TotalSeconds, offered = measured.Arrivals / measured.Measured.TotalSeconds;
        return new()
        {
            Design = design.Key,
            Rate = rate,
            Saturated = throughput < (1 - Shortfall) * offered,
            MeanMs = latency.Mean.TotalMilliseconds,
            P50Ms = latency.P50.TotalMilliseconds,
            P95Ms = latency.P95.TotalMilliseconds,
            P99Ms = latency.P99.TotalMilliseconds,
            Throughput = throughput,
            Complete = measured.Arrivals == 0 ? 0 : (double)(measured.Answered - measured.Degraded) / measured.Arrivals,
            Invalid = measured.Answered == 0 ? "Nothing was answered."
                : lag.P95 > MostLag * latency.P95 ? FormattableString.Invariant($"The load generator was {lag.P95.TotalMilliseconds:0.0} ms late at p95.") : null,
        };
    }

    /// <summary>Whether higher loads need not be offered.</summary>
    private static bool IsLimit(SweptPoint point) => point is { Saturated: true, Invalid: null };

    /// <param name="runs">The sweep's.</param>
    /// <param name="design">What is served.</param>
    /// <param name="served">Where.</param>
    /// <param name="most">Queries/s it answered at a load that saturated it; null when none has yet.</param>
    private sealed class Run(ServedRuns runs, Design design, ServedDesign served, double? most) : IDesignRun
    {
        private double? _most = most;
        private bool _warm;

        public async Task<SweptPoint> RunAsync(double rate, CancellationToken cancellationToken)
        {
            if (_most is { } most)
                return new() { Design = design.Key, Rate = rate, Saturated = true, Throughput = most };
            SweptPoint point = await runs.PointAsync(design, served, rate, _warm ? s_warmUp : s_firstWarmUp, cancellationToken).ConfigureAwait(false);
            _warm = true;
            if (IsLimit(point))
                _most = point.Throughput;
            return point;
        }

        public ValueTask DisposeAsync() => served.DisposeAsync();
    }
}
