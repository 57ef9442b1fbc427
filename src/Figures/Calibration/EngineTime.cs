using RecPipe.Ranking.Randomness;
using RecPipe.Simulation.ServiceTimes;

namespace RecPipe.Figures.Calibration;

/// <summary>How long an engine of the published server is taken: slowed down by its neighbours, with log-normal variation, free a little before its stage's time is over.</summary>
/// <param name="server">The server.</param>
/// <param name="stage">What the engine runs.</param>
/// <param name="keep">Survivors.</param>
internal sealed class EngineTime(ServerCalibration server, RunStage stage, int keep) : ServiceTime
{
    private const double Least = 1e-4;

    private readonly double _seconds = server.StageMs(stage) / 1000;
    private readonly double _release = server.StageReleaseMs(stage.Items, keep) / 1000;
    private readonly bool _gpu = stage.Device == RunDevice.Gpu;

    /// <inheritdoc/>
    public override double Sample(int items, int busy, ref Xoshiro256 random)
    {
        double variation = server.VariationOf(stage, busy);
        double sigma = Math.Sqrt(Math.Log(1 + variation * variation));
        double seconds = _seconds * (_gpu ? 1 : server.Slowdown(busy)) * Math.Exp(sigma * (random.NextNormal() - sigma / 2));
        return Math.Max(Least, seconds - _release);
    }

    /// <inheritdoc/>
    public override double Mean(int items, int busy) => _seconds * (_gpu ? 1 : server.Slowdown(busy)) - _release;
}
