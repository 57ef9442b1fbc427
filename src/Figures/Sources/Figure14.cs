using RecPipe.Figures.Published;
using RecPipe.Figures.Runs;
using RecPipe.Reporting.Charts;
using static System.FormattableString;

namespace RecPipe.Figures.Sources;

/// <summary>Figure 14: cores, GPU and RPAccel at a low, a medium and a high throughput, at equal quality.</summary>
internal sealed class Figure14 : IFigureSource
{
    /// <summary>Beyond it a throughput counts as unachievable, milliseconds.</summary>
    private const double MostMs = 100;

    private static readonly int[][] s_acceleratorItems = [[4096], [4096, 512], [4096, 512, 128]];

    public string Number => "14";

    public string Title => "cores, GPU and RPAccel at equal quality";

    public Figure Build(FigureContext context, CancellationToken cancellationToken = default)
    {
        FigureRuns runs = new(context);
        PublishedFigure published = PublishedFigure.Load(Number);
        IReadOnlyList<double> levels = [.. published.Rows.Select(row => row.Number("intervalMs")).Distinct()];
        IReadOnlyList<FigureRun> server = runs.Make(
            [
                .. from cascade in PublishedCascade.All
                   where cascade.QualityPercent >= PublishedCascade.EqualQuality
                   from devices in Devices(cascade.Models.Count)
                   from interval in runs.Parity ? PlotTerms.ServerIntervals : levels
                   select runs.OnServer(cascade.Models, cascade.Items, devices, interval)
            ], 0, 0.4, cancellationToken);
        AcceleratorSearch search = new(context, runs);
        FigureRun[] accelerator =
        [
            .. s_acceleratorItems.SelectMany((items, i) => search.Run(
                items, runs.Parity ? PlotTerms.AcceleratorIntervals : [10, .. levels.Skip(1)], whole: true, 0.4 + 0.2 * i, 0.6 + 0.2 * i, cancellationToken)),
        ];
        ComparedValue[] values = [.. published.Rows.Select(row => Compare(row, [.. server, .. accelerator], runs, cancellationToken))];
        return new()
        {
            Number = Number,
            Title = Title,
            Mode = context.Mode,
            Values = values,
            Tables = [new("tails", published.Source, values.ToTable())],
            Charts = [Chart(values, levels, published)],
            Remarks = [.. Remarks(values, runs.Parity)],
        };
    }

    private static IEnumerable<string[]> Devices(int stages) => stages switch
    {
        1 => [["cpu"], ["gpu"]],
        2 => [["cpu", "cpu"], ["cpu", "gpu"], ["gpu", "cpu"]],
        _ => [["cpu", "cpu", "cpu"]],
    };

    /// <summary>The published filter keeps every load at or above the level; ours is the level itself (an accelerator's lowest load tried is 100 queries/s).</summary>
    private static ComparedValue Compare(PublishedRow row, IReadOnlyList<FigureRun> made, FigureRuns runs, CancellationToken cancellationToken)
    {
        double level = row.Number("intervalMs");
        double? published = row.NumberOrNull("p95Ms");
        FigureRun? best = made
            .Where(run => Device(run) == row["device"] && run.Spec.Stages.Count == (int)row.Number("stages"))
            .Where(run => runs.Parity ? run.Spec.IntervalMs <= level : run.Spec.IntervalMs == (run.Spec.OnAccelerator ? Math.Min(10, level) : level))
            .Where(run => run.P95Ms <= MostMs)
            .MinBy(run => run.P95Ms);
        return new($"{row["device"]}, {PlotTerms.Stages((int)row.Number("stages"))}", row["level"], "p95 (ms)", best?.P95Ms, published)
        {
            Missing = "unachievable",
            Why = best is not null && published is { } tail ? DeviationReason.Of(runs, best, tail, cancellationToken) : "",
        };
    }

    private static string Device(FigureRun run) => run.Spec.OnAccelerator ? "accel" : run.Spec.Stages.Any(stage => stage.Device == Calibration.RunDevice.Gpu) ? "gpu" : "cpu";

    private static FigureChart Chart(ComparedValue[] values, IReadOnlyList<double> levels, PublishedFigure published) => new("tails", new(
        "Best p95 at equal quality by throughput", new("throughput level", "queries/s", AxisScale.Logarithmic), PlotTerms.Tail,
        [
            .. values.Zip(published.Rows).GroupBy(value => value.First.Series).Select(series => new Series(
                series.Key, [.. series.Where(value => value.First.Ours is not null).Select(value => new ChartPoint(1000 / value.Second.Number("intervalMs"), value.First.Ours!.Value, value.First.Point))])),
        ]));

    private static IEnumerable<string> Remarks(ComparedValue[] values, bool parity)
    {
        double? Ours(string series, string level) => values.FirstOrDefault(value => value.Series == series && value.Point == level)?.Ours;
        yield return Invariant($"At the low throughput, p95 of two stages on cores over two on RPAccel is {Ours("cpu, two stages", "low") / Ours("accel, two stages", "low"):0.0} (published 21.4); of one stage on the GPU over two on RPAccel {Ours("gpu, one stage", "low") / Ours("accel, two stages", "low"):0.0} (published 8.3).");
        yield return "\"Unachievable\" is a p95 above 100 ms.";
        yield return parity
            ? "The levels are filters \"at most 15, 2.5, 0.5 ms apart\": a bar is the best over that load and all higher ones, so the two-stage RPAccel's low bar is of 200 queries/s and the others' of 67 or 100. The accelerator's quality is not measured but set to 92.4."
            : "Corrected: each bar at its own load (67, 400, 2000 queries/s; RPAccel's low bar 100), exponential gaps, steady state, the server's cores shared so that the busiest stage is least busy, every share of RPAccel's slices, the corrected timing model. High is the true 2000 queries/s, which the published server runs never offered: they reached about 500.";
    }
}
