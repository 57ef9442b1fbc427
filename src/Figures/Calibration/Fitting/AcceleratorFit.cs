using RecPipe.Accelerator.Shapes;
using RecPipe.Accelerator.Timing;

namespace RecPipe.Figures.Calibration.Fitting;

/// <summary>Fits what the published emulation adds: sums from runs without queueing and from saturated ones, holds by simulation.</summary>
/// <param name="runs">On accelerators; those to learn from.</param>
/// <param name="table">The file the runs are from.</param>
/// <param name="accelerators">By slices.</param>
/// <param name="models">By name.</param>
internal sealed class AcceleratorFit(IReadOnlyList<PublishedRun> runs, string table, IReadOnlyDictionary<int, RpAccelTimes> accelerators, IReadOnlyDictionary<string, ModelShape> models)
{
    private const double Idle = 5, Crowded = 20, MostUtilisation = 0.8;

    private readonly FitRows _rows = new(table);

    /// <param name="like">A calibration whose server part is kept.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public AcceleratorCalibration Fit(PublishedCalibration like, Action<double> progress, CancellationToken cancellationToken)
    {
        double[] gap = _rows.Factors(runs.Where(run => run.Mean * 1000 < Crowded + 1000 * Modelled(run.Spec)).Select(run =>
            (new[] { 1, 1 - Math.Exp(-run.Spec.IntervalMs) * (1 + run.Spec.IntervalMs) }, (run.Seconds - run.Mean) * 1000 / run.Spec.Queries - run.Spec.IntervalMs)), "a mean latency of at most 20 ms above the modelled one");
        double sleep = _rows.Median(runs.Where(run => run.Spec.Stages is [{ Engines: 1 }] && run.Mean > 100 * Modelled(run.Spec))
            .Select(run => run.Seconds * 1000 / run.Spec.Queries - 1000 * Modelled(run.Spec)), "one saturated engine");
        double hop = _rows.Median(runs.Where(run => run.Spec.IntervalMs >= Idle && run.Mean < 2 * Modelled(run.Spec))
            .Select(run => (run.Mean - Modelled(run.Spec)) * 1000 / run.Spec.Stages.Count - sleep), "gaps of 5 ms or more and hardly a queue");
        AcceleratorCalibration Make(double[] held) => new()
        {
            Generator = new() { PerQueryMs = ServerFit.Rounded(gap[0]), PerThousandItemsMs = 0, PerSleepMs = ServerFit.Rounded(gap[1]), HeldMs = ServerFit.Rounded(held[0]), HeldOn = ServerFit.Rounded(held[1]) },
            HopMs = ServerFit.Rounded(hop),
            SleepMs = ServerFit.Rounded(sleep),
        };
        PublishedRun[] stable = _rows.Enough(runs.Where(run => Simulation(Make([0, 0])).Utilisation(run.Spec) < MostUtilisation), "a utilisation below 80 %");
        return Make(CoordinateSearch.Minimise([0.9, 0.6], [0.05, 0.1], 3, held => Cost(PredictionErrors.Of(stable, Simulation(Make(held)), 1, 1, cancellationToken)), progress));

        RunSimulation Simulation(AcceleratorCalibration accelerator) => new(like with { Accelerator = accelerator }, accelerators, models);
    }

    /// <summary>What is made small: the median error and, less so, its 90th percentile.</summary>
    public static double Cost(IReadOnlyList<PredictionError> errors) => errors.Quantile(0.5) + 0.4 * errors.Quantile(0.9);

    private double Modelled(RunSpec spec) => spec.Stages.Sum(stage => accelerators[stage.Slices].ServiceSeconds(models[stage.Model], stage.Items, 0));
}
