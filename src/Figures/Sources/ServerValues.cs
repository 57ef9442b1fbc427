using RecPipe.Figures.Published;
using RecPipe.Figures.Runs;

namespace RecPipe.Figures.Sources;

/// <summary>Published points of runs on the server beside ours.</summary>
internal static class ServerValues
{
    /// <summary>The run a published point comes from.</summary>
    public static Calibration.RunSpec Spec(FigureRuns runs, PublishedRow row) =>
        runs.OnServer(row.Texts("models"), row.Numbers("items"), row.Texts("devices"), row.Number("intervalMs"));

    /// <summary>The same run, made again.</summary>
    public static ComparedValue Compare(PublishedRow row, FigureRun run, FigureRuns runs, CancellationToken cancellationToken)
    {
        double published = row.Number("p95Ms");
        string cascade = string.Join(" > ", row.Texts("models").Zip(row.Numbers("items"), (model, items) => $"{model}@{items}"));
        return new($"{row["part"]}: {string.Join('+', row.Texts("devices"))}", $"{cascade}, {PlotTerms.Rate(row.Number("intervalMs"))}", "p95 (ms)", run.P95Ms, published)
        {
            Missing = "not stable",
            Why = DeviationReason.Of(runs, run, published, cancellationToken),
        };
    }

    /// <summary>How many clear differences within each part and rate come out in the published order, in a sentence.</summary>
    public static string Ranking(IEnumerable<ComparedValue> values)
    {
        (int alike, int pairs) = values.Ranking(value => $"{value.Series[0]} {value.Point[(value.Point.LastIndexOf(',') + 1)..]}");
        return $"Of {pairs} pairs of points that were published more than 10 % apart at one load, {alike} come out in the same order.";
    }
}
