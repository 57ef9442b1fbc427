using RecPipe.Reporting.Html;

namespace RecPipe.Figures.Writing;

/// <summary>All figures on one page.</summary>
internal static class FigurePage
{
    public static HtmlPage Of(IReadOnlyList<Figure> figures)
    {
        FigureMode mode = figures.Count > 0 ? figures[0].Mode : FigureMode.Corrected;
        HtmlPage page = new($"RecPipe's figures, {(mode == FigureMode.Parity ? "parity" : "corrected")} mode");
        page.Paragraph(mode == FigureMode.Parity
            ? "Made as the published artefact made them, faults included, to be compared with the published values. What the faults did to the conclusions is said with each figure."
            : "Made with exponential gaps between queries, all designs, the corrected timing model and steady state. Published values stand beside ours; where they differ, the remarks say which fault is why.");
        foreach (Figure figure in figures)
        {
            page.Heading($"Figure {figure.Number}: {figure.Title}");
            if (figure.Values.Summary() is { Length: > 0 } summary)
                page.Callout(summary, CalloutKind.Good);
            foreach (FigureChart chart in figure.Charts)
                page.Chart(chart.Chart);
            foreach (string remark in figure.Remarks)
                page.Paragraph(remark);
            foreach (FigureTable table in figure.Tables)
            {
                page.Paragraph(table.Title);
                page.Table(table.Table);
            }
        }
        return page;
    }
}
