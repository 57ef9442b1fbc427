using RecPipe.LoadGen.Reports;
using RecPipe.LoadGen.Scenarios;

namespace RecPipe.LoadGen.Engine;

/// <summary>Measuring and reporting in one call.</summary>
public static class LoadEngineExtensions
{
    /// <summary>Offers the scenario's load and reports what was measured.</summary>
    /// <inheritdoc cref="ILoadEngine.MeasureAsync"/>
    /// <param name="engine">Offers the load.</param>
    /// <param name="scenario">What to run.</param>
    /// <param name="progress">Receives the share done, 0 to 1; null for none.</param>
    /// <param name="cancellationToken">Ends the run early: the report then holds what was measured and is marked interrupted.</param>
    public static async Task<LoadReport> RunAsync(this ILoadEngine engine, Scenario scenario, IProgress<double>? progress, CancellationToken cancellationToken) =>
        LoadReportBuilder.Build([await engine.MeasureAsync(scenario, progress, cancellationToken).ConfigureAwait(false)]);
}
