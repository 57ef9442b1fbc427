using RecPipe.LoadGen.Scenarios;

namespace RecPipe.LoadGen.Engine;

/// <summary>Runs scenarios: the seam between ours and NBomber's way of offering load.</summary>
public interface ILoadEngine
{
    /// <summary>Offers the scenario's load and measures it.</summary>
    /// <param name="scenario">What to run.</param>
    /// <param name="progress">Receives the share done, 0 to 1; null for none.</param>
    /// <param name="cancellationToken">Ends the run early: the measurement then holds what was measured and is marked interrupted.</param>
    Task<RunMeasurement> MeasureAsync(Scenario scenario, IProgress<double>? progress, CancellationToken cancellationToken);
}
