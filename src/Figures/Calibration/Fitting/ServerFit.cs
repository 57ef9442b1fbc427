namespace RecPipe.Figures.Calibration.Fitting;

/// <summary>
/// Fits the published server: generator, hops, early releases, times alone and contention from means by least squares; variation
/// by simulation, so that p95 comes out right below 80 % utilisation.
/// </summary>
/// <param name="runs">On the server; those to learn from.</param>
/// <param name="table">The file they are from.</param>
internal sealed class ServerFit(IReadOnlyList<PublishedRun> runs, string table)
{
    private const int Cores = 16;
    private const int Passes = 4;
    private const double LeastInterval = 4, LeastCrowded = 1.5, MostBusy = 28, MostUtilisation = 0.8, Quiet = 0.4;

    private readonly FitRows _rows = new(table);

    /// <param name="like">A calibration with the accelerator's generator, whose chances to be held the server's shares.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public ServerCalibration Fit(PublishedCalibration like, Action<double> progress, CancellationToken cancellationToken)
    {
        ServerCalibration means = FitTimes(FitRelease(FitHops(FitGenerator(like))));
        PublishedRun[] stable = _rows.Enough(runs.Where(run => Simulation(means).Utilisation(run.Spec) < MostUtilisation), "a utilisation below 80 %");
        double[] best = CoordinateSearch.Minimise(
            [0.08, 0.002, 0.02, 2], [0.01, 0.0005, 0.01, 0.3], 3,
            numbers => AcceleratorFit.Cost(PredictionErrors.Of(stable, Simulation(With(means, numbers)), 1, 2, cancellationToken)), progress);
        return With(means, [.. best.Select(Rounded)]);

        RunSimulation Simulation(ServerCalibration server) => new(like with { Server = server }, new Dictionary<int, Accelerator.Timing.RpAccelTimes>(), new Dictionary<string, Accelerator.Shapes.ModelShape>());
    }

    internal static double Rounded(double value) => Math.Round(value, 5);

    private static ServerCalibration With(ServerCalibration server, double[] numbers) => server with
    {
        Variation = numbers[0],
        VariancePerBusyEngine = numbers[1],
        GpuVariation = numbers[2],
        Generator = server.Generator with { HeldMs = numbers[3] },
    };

    private ServerCalibration FitGenerator(PublishedCalibration like)
    {
        double[] gap = _rows.Factors(runs.Where(run => run.Mean < 1.2 * run.StageMeans.Sum() + 0.003).Select(run => (
            new[] { 1, run.Spec.Stages[0].Items / 1000.0 }, (run.Seconds - run.Mean) * 1000 / run.Spec.Queries - run.Spec.IntervalMs)), "hardly a queue");
        return like.Server with { Generator = like.Accelerator.Generator with { PerQueryMs = Rounded(gap[0]), PerThousandItemsMs = Rounded(gap[1]), PerSleepMs = 0 } };
    }

    private ServerCalibration FitHops(ServerCalibration server)
    {
        double[] hop = _rows.Factors(runs.Where(run => run.Spec.IntervalMs >= LeastInterval && Load(server, run) < Quiet).Select(run => (
            new double[] { run.Spec.Stages.Count, run.Spec.Stages.Sum(stage => stage.Items) / 1000.0, run.Spec.Stages.Count(stage => stage.Device == RunDevice.Gpu) },
            (run.Mean - run.StageMeans.Sum()) * 1000)), "gaps of 4 ms or more and a utilisation below 40 %");
        return server with { HopMs = Rounded(hop[0]), HopPerThousandItemsMs = Rounded(hop[1]), GpuHopMs = Rounded(hop[2]) };
    }

    /// <summary>A GPU that always has a query waiting shows how often it takes one.</summary>
    private ServerCalibration FitRelease(ServerCalibration server)
    {
        double[] release = _rows.Factors(runs.Where(run => run.Spec.Stages[0].Device == RunDevice.Gpu && run.Mean > 20 * run.StageMeans.Sum()).Select(run => (
            new[] { 1, run.Spec.Stages[0].Items / 1000.0, run.Spec.Stages[Math.Min(1, run.Spec.Stages.Count - 1)].Items / 1000.0 },
            (run.StageMeans[0] - run.Seconds / run.Spec.Queries) * 1000)), "a saturated GPU as first stage");
        return server with { ReleaseMs = Rounded(release[0]), ReleasePerThousandItemsMs = Rounded(release[1]), ReleasePerThousandKeptMs = Rounded(release[2]) };
    }

    /// <summary>Times alone and contention explain each other: in turn.</summary>
    private ServerCalibration FitTimes(ServerCalibration server)
    {
        server = server with { Cores = Cores, Contention = 0.01 };
        for (int pass = 0; pass < Passes; pass++)
        {
            server = server with { Cpu = TimesAlone(server, RunDevice.Cpu), Gpu = TimesAlone(server, RunDevice.Gpu) };
            ServerCalibration times = server;
            double[] slowdown = _rows.Factors(Stages().Where(entry => entry.Stage.Device == RunDevice.Cpu && Busy(times, entry.Run) < MostBusy).Select(entry => (
                new[] { Busy(times, entry.Run) }, entry.Seconds * 1000 / times.StageMs(entry.Stage) - 1)), "a stage on the cores and fewer than 28 engines at work");
            server = server with { Contention = Rounded(slowdown[0]) };
        }
        return server;
    }

    private Dictionary<string, IReadOnlyList<StagePoint>> TimesAlone(ServerCalibration server, RunDevice device) => Stages()
        .Where(entry => entry.Stage.Device == device)
        .GroupBy(entry => entry.Stage.Model)
        .ToDictionary(model => model.Key, IReadOnlyList<StagePoint> (model) =>
        [
            .. model.GroupBy(entry => entry.Stage.Items).OrderBy(point => point.Key).Select(point => new StagePoint(point.Key, Math.Round(TimeAlone(server, device, [.. point]), 3))),
        ]);

    /// <summary>From quiet runs, or from busier ones where there is no other.</summary>
    private double TimeAlone(ServerCalibration server, RunDevice device, (PublishedRun Run, RunStage Stage, double Seconds)[] point)
    {
        double[] Times(double interval) => [.. point.Where(entry => entry.Run.Spec.IntervalMs >= interval && Busy(server, entry.Run) < MostBusy)
            .Select(entry => entry.Seconds * 1000 / (device == RunDevice.Gpu ? 1 : server.Slowdown(1 + Busy(server, entry.Run))))];
        double[] quiet = Times(LeastInterval);
        return _rows.Median(quiet.Length > 0 ? quiet : Times(LeastCrowded), $"{point[0].Stage.Model} of {point[0].Stage.Items} candidates on the {device.ToString().ToLowerInvariant()} at gaps of 1.5 ms or more", least: 1);
    }

    private IEnumerable<(PublishedRun Run, RunStage Stage, double Seconds)> Stages() =>
        runs.SelectMany(run => run.Spec.Stages.Zip(run.StageMeans, (stage, seconds) => (run, stage, seconds)));

    /// <summary>Mean number of engines at work on the server, from measured means.</summary>
    private static double Busy(ServerCalibration server, PublishedRun run)
    {
        double gap = server.Generator.MeanGapMs(run.Spec.IntervalMs, run.Spec.Stages[0].Items) / 1000;
        return run.Spec.Stages.Zip(run.StageMeans).Where(stage => stage.First.Device == RunDevice.Cpu).Sum(stage => Math.Min(stage.First.Engines, stage.Second / gap));
    }

    /// <summary>Utilisation of the busiest stage, from measured means.</summary>
    private static double Load(ServerCalibration server, PublishedRun run)
    {
        double gap = server.Generator.MeanGapMs(run.Spec.IntervalMs, run.Spec.Stages[0].Items) / 1000;
        return run.Spec.Stages.Zip(run.StageMeans).Max(stage => stage.Second / gap / stage.First.Engines);
    }
}
