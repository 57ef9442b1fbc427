using RecPipe.Figures.Calibration;
using RecPipe.Ranking.Randomness;

namespace RecPipe.Figures.Runs;

/// <summary>Makes runs for figures: as the published system would have measured them, or in steady state, by the context's mode.</summary>
internal sealed class FigureRuns
{
    /// <summary>Runs behind <see cref="Spread"/>.</summary>
    public const int SingleRuns = 64;

    private readonly FigureContext _context;
    private readonly PublishedCalibration _calibration;
    private readonly RunSimulation _simulation;

    public FigureRuns(FigureContext context)
    {
        _context = context;
        _calibration = PublishedCalibration.Load(context.Config("calibration", PublishedCalibration.FileName));
        _simulation = Parity ? CalibrationRun.Simulation(_calibration, context.Config) : CalibrationRun.Corrected(_calibration, context.Config);
    }

    public bool Parity => _context.Mode == FigureMode.Parity;

    /// <summary>Makes runs on all cores; a spec that is there twice is made once.</summary>
    /// <param name="specs">In the order of the results.</param>
    /// <param name="from">Share of the figure done before.</param>
    /// <param name="to">Share of the figure done after.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public IReadOnlyList<FigureRun> Make(IReadOnlyList<RunSpec> specs, double from, double to, CancellationToken cancellationToken)
    {
        Dictionary<string, int> firsts = [];
        for (int i = 0; i < specs.Count; i++)
            firsts.TryAdd(Key(specs[i]), i);
        int done = 0;
        Dictionary<string, FigureRun> made = firsts.AsParallel().WithCancellation(cancellationToken).Select(first =>
        {
            FigureRun run = Make(specs[first.Value], SplitMix64.Child(_context.Seed, StableHash(first.Key)), cancellationToken);
            _context.Progress?.Report(from + (to - from) * Interlocked.Increment(ref done) / firsts.Count);
            return (first.Key, run);
        }).ToDictionary(entry => entry.Key, entry => entry.run);
        return [.. specs.Select(spec => made[Key(spec)])];
    }

    /// <summary>Lowest and highest p95 of one run that is made many times, each by itself, milliseconds; in parity mode.</summary>
    public (double Low, double High) Spread(RunSpec spec, CancellationToken cancellationToken)
    {
        double[] tails = [.. Enumerable.Range(0, SingleRuns).AsParallel().WithCancellation(cancellationToken)
            .Select(i => _simulation.Run(spec, SplitMix64.Child(_context.Seed, (ulong)i), 1, cancellationToken).P95 * 1000)];
        return (tails.Min(), tails.Max());
    }

    /// <summary>Of the busiest stage at the load of the spec, without the generator's own time.</summary>
    public double Utilisation(RunSpec spec) => _simulation.Utilisation(spec, spec.IntervalMs / 1000);

    /// <summary>Mean latency on idle hardware.</summary>
    public double UnloadedMs(RunSpec spec) => _simulation.UnloadedSeconds(spec) * 1000;

    /// <summary>A cascade on the server: engines shared equally as published, or all of them so that the busiest stage is least busy.</summary>
    /// <param name="models">One a stage.</param>
    /// <param name="items">One a stage.</param>
    /// <param name="devices">One a stage: "cpu" or "gpu".</param>
    /// <param name="intervalMs">Mean gap between queries.</param>
    public RunSpec OnServer(IReadOnlyList<string> models, IReadOnlyList<int> items, IReadOnlyList<string> devices, double intervalMs)
    {
        RunSpec shared = new()
        {
            Stages = [.. models.Select((model, i) => new RunStage(model, items[i], devices[i] == "gpu" ? RunDevice.Gpu : RunDevice.Cpu, 1))],
            IntervalMs = intervalMs,
            Queries = 2_000,
        };
        int[] onCpu = [.. Enumerable.Range(0, shared.Stages.Count).Where(stage => shared.Stages[stage].Device == RunDevice.Cpu)];
        int[] engines = Parity ? [.. onCpu.Select(_ => RunSpec.ServerEngines / onCpu.Length)] : Balanced(shared, onCpu);
        return shared with { Stages = [.. shared.Stages.Select((stage, i) => stage.Device == RunDevice.Cpu ? stage with { Engines = engines[Array.IndexOf(onCpu, i)] } : stage)] };
    }

    /// <summary>By the times of engines that are all at work, as they are where a stage can no more keep up.</summary>
    private int[] Balanced(RunSpec spec, int[] onCpu)
    {
        IReadOnlyList<double> seconds = _simulation.EngineSeconds(spec, RunSpec.ServerEngines);
        return EngineShares.Balanced([.. onCpu.Select(stage => seconds[stage])], RunSpec.ServerEngines);
    }

    private FigureRun Make(RunSpec spec, ulong seed, CancellationToken cancellationToken)
    {
        if (!Parity)
            return new(spec, _simulation.SteadyState(spec, seed, _context.Repetitions, cancellationToken)?.P95 * 1000, _simulation.Utilisation(spec, spec.IntervalMs / 1000));
        // Runs on accelerators have five times as many queries.
        int repetitions = spec.OnAccelerator ? _context.Repetitions / 2 : _context.Repetitions;
        return new(spec, _simulation.Run(spec, seed, repetitions, cancellationToken).P95 * 1000, _simulation.Utilisation(spec));
    }

    private static string Key(RunSpec spec) => FormattableString.Invariant($"{spec.IntervalMs} {string.Join(' ', spec.Stages)}");

    /// <summary>FNV-1a: a run's chances do not depend on what else a figure runs.</summary>
    private static ulong StableHash(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char letter in text)
            hash = (hash ^ letter) * 1099511628211;
        return hash;
    }
}
