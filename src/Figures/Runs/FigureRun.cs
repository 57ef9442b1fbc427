using RecPipe.Figures.Calibration;

namespace RecPipe.Figures.Runs;

/// <summary>A run made for a figure.</summary>
/// <param name="Spec">What was run.</param>
/// <param name="P95Ms">Milliseconds; null where it cannot keep up and a steady state was asked for.</param>
/// <param name="Utilisation">Of the busiest stage.</param>
internal sealed record FigureRun(RunSpec Spec, double? P95Ms, double Utilisation)
{
    /// <summary>Offered load, queries/s.</summary>
    public double Rate => 1000 / Spec.IntervalMs;
}
