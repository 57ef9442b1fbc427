using RecPipe.Accelerator.Hardware;
using RecPipe.Accelerator.Shapes;
using RecPipe.Accelerator.Timing;
using RecPipe.Figures.Calibration.Fitting;
using RecPipe.Models.Families;

namespace RecPipe.Figures.Calibration;

/// <summary>Calibrates on the odd rows of the published logs and predicts the even ones.</summary>
public static class CalibrationRun
{
    private static readonly int[] s_slices = [1, 4, 16, 64];
    private static readonly string[] s_models = ["rm-small", "rm-med", "rm-large"];

    /// <summary>The simulation of a calibrated system, with the shipped hardware and models in parity mode.</summary>
    /// <param name="calibration">The system.</param>
    /// <param name="config">Finds a shipped file: ("hardware", "rpaccel-4").</param>
    /// <exception cref="Ranking.Configuration.ConfigException">A file is missing or wrong.</exception>
    public static RunSimulation Simulation(PublishedCalibration calibration, Func<string, string, string> config) => new(calibration, Accelerators(config, TimingMode.Parity), Models(config));

    /// <summary>The same system with accelerators as the corrected timing model has them, and nothing that only their emulation adds.</summary>
    /// <inheritdoc cref="Simulation"/>
    public static RunSimulation Corrected(PublishedCalibration calibration, Func<string, string, string> config) =>
        new(calibration with { Accelerator = calibration.Accelerator with { HopMs = 0, SleepMs = 0 } }, Accelerators(config, TimingMode.Corrected), Models(config));

    /// <summary>Fits everything.</summary>
    /// <param name="server">Runs on the server, all.</param>
    /// <param name="accelerator">Runs on accelerators, all.</param>
    /// <param name="logs">Folder of their tables.</param>
    /// <param name="start">Its numbers are replaced; cores and provenance stay.</param>
    /// <param name="config">Finds a shipped file.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="Ranking.Configuration.ConfigException">There are too few runs of a kind.</exception>
    public static PublishedCalibration Fit(
        IReadOnlyList<PublishedRun> server, IReadOnlyList<PublishedRun> accelerator, string logs, PublishedCalibration start, Func<string, string, string> config,
        IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        PublishedCalibration calibration = start with
        {
            Accelerator = new AcceleratorFit(Learned(accelerator), Path.Combine(logs, PublishedLogs.AcceleratorTable), Accelerators(config, TimingMode.Parity), Models(config)).Fit(start, share => progress?.Report(share / 2), cancellationToken),
        };
        return calibration with
        {
            Server = new ServerFit(Learned(server), Path.Combine(logs, PublishedLogs.ServerTable)).Fit(calibration, share => progress?.Report((1 + share) / 2), cancellationToken),
        };
    }

    /// <summary>The odd rows.</summary>
    public static IReadOnlyList<PublishedRun> Learned(IEnumerable<PublishedRun> runs) => [.. runs.Where(run => run.Row % 2 == 1)];

    /// <summary>The even rows.</summary>
    public static IReadOnlyList<PublishedRun> HeldOut(IEnumerable<PublishedRun> runs) => [.. runs.Where(run => run.Row % 2 == 0)];

    private static Dictionary<int, RpAccelTimes> Accelerators(Func<string, string, string> config, TimingMode mode) => s_slices.ToDictionary(
        slices => slices, slices => new RpAccelTimes(HardwareFile.LoadRpAccel(config("hardware", $"rpaccel-{slices}")), new() { Mode = mode }));

    internal static Dictionary<string, ModelShape> Models(Func<string, string, string> config) => s_models.ToDictionary(
        model => model, model => ModelShape.Of(DlrmConfig.Load(config("models", model))));
}
