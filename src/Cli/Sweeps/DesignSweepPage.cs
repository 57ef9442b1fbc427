using RecPipe.Planning.Designs;
using RecPipe.Planning.Sweeps;
using RecPipe.Reporting;
using RecPipe.Reporting.Charts;
using RecPipe.Reporting.Html;

namespace RecPipe.Cli.Sweeps;

/// <summary>What a sweep of designs found, as a page: tail latency against load, by where stages run.</summary>
internal static class DesignSweepPage
{
    private const int MostCascades = 40, MostPoints = 3000, MostSeries = 8;

    public static HtmlPage Of(DesignSweepResult result)
    {
        int saturated = result.Points.Count(point => point.Saturated);
        HtmlPage page = new HtmlPage($"Design sweep: {result.Experiment.Name}")
            .Paragraph(result.Experiment.Notes ?? "")
            .Paragraph($"{result.Designs.Count:N0} designs of {result.Cascades.Count} cascades at {result.Rates.Count} offered loads. {How(result)} {saturated:N0} of {result.Points.Count:N0} points are saturated: the design cannot answer that load, and has no latency there.");
        if (result.Points.FirstOrDefault(point => point.Invalid is not null) is { } invalid)
            page.Callout($"{result.Points.Count(point => point.Invalid is not null)} points are not to be trusted, for example: {invalid.Invalid}", CalloutKind.Bad);
        page.Chart(LoadAgainstLatency(result)).Heading("Tail latency by offered load").Paragraph("Of each cascade the best design of every placement: the same candidates are ranked by the same models, on other hardware.");
        foreach (SweptCascade cascade in result.Cascades.Take(MostCascades))
            page.Chart(Of(cascade, result.Rates));
        if (result.Cascades.Count > MostCascades)
            page.Paragraph($"{result.Cascades.Count - MostCascades} more cascades are in the table below.");
        return page.Heading("All cascades").Table(DesignSweepTables.Short(result)).Heading("Where it was run").Paragraph($"{MachineDescription.Current()}.");
    }

    private static string How(DesignSweepResult result) => (result.Means, result.Mode) switch
    {
        (SweepMeans.Virtual, DesignMode.Corrected) => "Simulated in virtual time: Poisson arrivals, steady state.",
        (SweepMeans.Virtual, _) => $"Simulated in virtual time, as the published artefact ran: its designs, whole-millisecond arrival gaps, {result.Experiment.Queries} queries from an empty pipeline; its accelerator timing model.",
        (SweepMeans.Emulated, _) => "Served in real time: CPU stages ran their models, the others were emulated.",
        _ => "Served in real time on this machine.",
    };

    private static Chart LoadAgainstLatency(DesignSweepResult result)
    {
        SweptDesign[] designs = [.. result.Cascades.SelectMany(cascade => cascade.Designs).Where(design => design.Sustained > 0).Take(MostPoints)];
        return new(
            "What designs sustain, and how slow they are at the lowest load",
            new Axis("Highest load that did not saturate it", "queries/s", AxisScale.Logarithmic),
            new Axis("p95 at the lowest load", "ms", AxisScale.Logarithmic),
            [.. designs.Where(design => design.Steady(0) is not null).GroupBy(design => design.Placement).Take(MostSeries).Select(placement =>
                new Series(placement.Key, [.. placement.Select(design => new ChartPoint(design.Sustained, design.Steady(0)!.Value, design.Design.ToString()))], SeriesStyle.Markers))]);
    }

    private static Chart Of(SweptCascade cascade, IReadOnlyList<double> rates) => new(
        cascade.Name,
        new Axis("Offered load", "queries/s", AxisScale.Logarithmic),
        new Axis("p95", "ms", AxisScale.Logarithmic),
        [
            .. cascade.Designs.GroupBy(design => design.Placement).Take(MostSeries).Select(placement => new Series(placement.Key,
            [
                .. rates.Select((rate, i) => (rate, best: new SweptCascade(cascade.Name, [.. placement]).Best(i), i)).Where(entry => entry.best is not null)
                    .Select(entry => new ChartPoint(entry.rate, entry.best!.Steady(entry.i)!.Value, DesignSweepTables.Hardware(entry.best)))
            ]))
        ]);
}
