using RecPipe.Figures.Published;
using RecPipe.Figures.Runs;
using RecPipe.Reporting.Charts;
using RecPipe.Reporting.Tables;
using static System.FormattableString;

namespace RecPipe.Figures.Sources;

/// <summary>Figure 13: RPAccel with more candidates a query.</summary>
internal sealed class Figure13 : IFigureSource
{
    private const double Interval = 4;

    public string Number => "13";

    public string Title => "RPAccel with more candidates, 250 queries/s";

    public Figure Build(FigureContext context, CancellationToken cancellationToken = default)
    {
        FigureRuns runs = new(context);
        AcceleratorSearch search = new(context, runs);
        PublishedFigure published = PublishedFigure.Load(Number);
        FigureRun?[] best = [.. published.Rows.Select((row, i) => search
            .Run(Items(row), [Interval], whole: false, (double)i / published.Rows.Count, (i + 1.0) / published.Rows.Count, cancellationToken)
            .Where(run => run.P95Ms is not null).MinBy(run => run.P95Ms))];
        ComparedValue[] values = [.. published.Rows.Zip(best, (row, run) => new ComparedValue(PlotTerms.Stages(Items(row).Count), $"{row["items"]} candidates", "p95 (ms)", run?.P95Ms, row.Number("p95Ms"))
        {
            Missing = "not stable",
            Why = run is null ? "" : DeviationReason.Of(runs, run, row.Number("p95Ms"), cancellationToken),
        })];
        return new()
        {
            Number = Number,
            Title = Title,
            Mode = context.Mode,
            Values = values,
            Tables = [new("tails", published.Source, values.ToTable()), new("designs", "The best design of each.", Designs(published, best))],
            Charts = [Chart(published, best)],
            Remarks = [.. Remarks(published, best, runs.Parity)],
        };
    }

    private static IReadOnlyList<int> Items(PublishedRow row) => [.. row["items"].Split('-').Select(text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture))];

    private static Table Designs(PublishedFigure published, FigureRun?[] best)
    {
        Table table = new(new("candidates", false), new("ours", false), new("published", false), new("utilisation (%)"));
        foreach ((PublishedRow row, FigureRun? run) in published.Rows.Zip(best))
            table.Add(row["items"], run is null ? "-" : AcceleratorDesigns.Name(run.Spec.Stages), row["design"], Invariant($"{run?.Utilisation * 100:0}"));
        return table;
    }

    private static FigureChart Chart(PublishedFigure published, FigureRun?[] best) => new("tails", new(
        "Best p95 of the designs at 250 queries/s by candidates of the first stage", new("candidates"), new("p95", "ms"),
        [
            .. published.Rows.Zip(best).GroupBy(point => Items(point.First).Count).SelectMany(stages => new[]
            {
                new Series(PlotTerms.Stages(stages.Key), [.. stages.Where(point => point.Second is not null).Select(point => new ChartPoint(Items(point.First)[0], point.Second!.P95Ms!.Value, AcceleratorDesigns.Name(point.Second.Spec.Stages)))]),
                new Series($"{PlotTerms.Stages(stages.Key)}, published", [.. stages.Select(point => new ChartPoint(Items(point.First)[0], point.First.Number("p95Ms")))], SeriesStyle.Markers),
            }),
        ]));

    private static IEnumerable<string> Remarks(PublishedFigure published, FigureRun?[] best, bool parity)
    {
        int same = published.Rows.Zip(best).Count(point => point.Second is { } run && string.Join('-', run.Spec.Stages.Select(stage => stage.Slices)) == point.First["design"]);
        yield return $"The best design has the published slices in {same} of {best.Length} cases.";
        double? Gain(int of) => best[of]?.P95Ms / best[of + (best.Length / 2)]?.P95Ms;
        yield return Invariant($"p95 of one stage over that of two: {Gain(0):0.0} times with 4096 candidates (published 1.6) and {Gain(4):0.0} with 12288 (published 4.2).");
        yield return "No quality is behind these pipelines in the published runs: the emulated accelerator returns no scores, the plotting sets 92.4 for all and multiplies by 100 before it compares with the threshold, which so never filters. Whether 12288 candidates are better than 4096 was measured on cores, not here.";
        yield return parity
            ? "Published runs of 6140 candidates and more have sort times from integer divisions, 3.6 millionths off; the host's sort, which the model has not beyond 4096, is not used."
            : "Corrected: exponential gaps, steady state, every share of slices, the corrected timing model, no emulation.";
    }
}
