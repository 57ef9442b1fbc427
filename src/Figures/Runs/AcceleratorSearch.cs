using RecPipe.Figures.Calibration;

namespace RecPipe.Figures.Runs;

/// <summary>Tails of designs under loads: all designs as published, or, of the many with every share, those that bounds leave in.</summary>
internal sealed class AcceleratorSearch(FigureContext context, FigureRuns runs)
{
    private const int Simulated = 6;
    private const double MostUtilisation = 0.92;

    /// <summary>Runs of designs of one pipeline.</summary>
    /// <param name="items">Candidates of each stage.</param>
    /// <param name="intervals">Mean gaps, ms.</param>
    /// <param name="whole">Of designs of one stage, whether only the undivided accelerator is tried, as the published Figure 12 does.</param>
    /// <param name="from">Share of the figure done before.</param>
    /// <param name="to">Share of the figure done after.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public IReadOnlyList<FigureRun> Run(IReadOnlyList<int> items, IReadOnlyList<double> intervals, bool whole, double from, double to, CancellationToken cancellationToken)
    {
        IReadOnlyList<IReadOnlyList<RunStage>> designs =
            [.. AcceleratorDesigns.Of(items, CalibrationRun.Models(context.Config), context.Mode).Where(design => !(whole && runs.Parity) || design.Count > 1 || design[0].Slices == 1)];
        RunSpec[] specs = [.. intervals.SelectMany(interval => Promising([.. designs.Select(stages => new RunSpec { Stages = stages, IntervalMs = interval, Queries = 10_000 })]))];
        return runs.Make(specs, from, to, cancellationToken);
    }

    /// <summary>
    /// Of the designs that keep up, those with the lowest latency on idle hardware: with every share, thousands have the same
    /// slices and differ in spare engines only, of which the least utilised stands for all.
    /// </summary>
    private IEnumerable<RunSpec> Promising(RunSpec[] specs) => runs.Parity ? specs : specs
        .Select(spec => (Spec: spec, Utilisation: runs.Utilisation(spec)))
        .Where(design => design.Utilisation < MostUtilisation)
        .GroupBy(design => string.Join('-', design.Spec.Stages.Select(stage => stage.Slices)))
        .Select(slices => slices.MinBy(design => design.Utilisation).Spec)
        .OrderBy(runs.UnloadedMs)
        .Take(Simulated);
}
