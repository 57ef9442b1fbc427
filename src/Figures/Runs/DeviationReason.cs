namespace RecPipe.Figures.Runs;

/// <summary>Why a prediction is far from the one run that was measured.</summary>
internal static class DeviationReason
{
    private const double Far = 0.1, Crowded = 0.8;

    /// <summary>What one step of the generator explains: a millisecond, and half of one for what else differs.</summary>
    private const double StepMs = 1.5;

    /// <summary>A sentence in parity mode; empty where the two are not far apart.</summary>
    /// <param name="runs">Made the run.</param>
    /// <param name="run">Ours.</param>
    /// <param name="published">Milliseconds.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static string Of(FigureRuns runs, FigureRun run, double published, CancellationToken cancellationToken) =>
        runs.Parity && run.P95Ms is { } ours && Math.Abs(ours / published - 1) > Far ? Of(run, ours, published, runs.Spread(run.Spec, cancellationToken)) : "";

    /// <summary>Chance is a reason only within what single runs spread.</summary>
    internal static string Of(FigureRun run, double ours, double published, (double Low, double High) spread) => run.Utilisation switch
    {
        _ when published >= spread.Low && published <= spread.High => "one run was measured, and single simulated runs spread as far",
        >= Crowded => "the model errs by more than single runs spread: close to and beyond saturation the tail multiplies an error of a stage's time or of the rate",
        _ when !run.Spec.OnAccelerator => "the model errs by more than single runs spread: times, contention and variation are fitted over all pipelines at once (one stage of rm-large with 3200 candidates or more comes out too high)",
        _ when Math.Abs(ours - published) <= StepMs => "p95 moves in steps of 1 ms, for which queries wait in the spinning generator, and the model errs in how many do",
        _ => "the model errs by more than one step of 1 ms: it takes the spinning of the generator for a chance of waiting whole milliseconds",
    };
}
