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

    /// <summary>Why a prediction may be far from one measured run; empty when it is not far.</summary>
    /// <param name="published">Milliseconds.</param>
    public string Why(double published) => P95Ms is not { } ours || Math.Abs(ours / published - 1) <= 0.1 ? "" : Utilisation switch
    {
        >= 1 => "saturated: p95 is the backlog of one run, where 1 % of a stage's time decides over several of the tail",
        >= 0.8 => "almost saturated: a few per cent of a stage's time decide over the tail (published engines start cold, which is not modelled), and so does the one realisation of the arrivals",
        _ when Spec.OnAccelerator => "p95 sits on a step: a few per cent of the queries wait 1 ms in the spinning generator, fewer wait 2 or 3",
        _ => "one measured run of 2,000 queries: below 80 % utilisation one in ten is off by 7 % or more",
    };
}
