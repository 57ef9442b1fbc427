using RecPipe.Datasets.Store;
using RecPipe.Reporting;
using RecPipe.Reporting.Charts;
using RecPipe.Reporting.Html;
using RecPipe.Training.Sweeps;

namespace RecPipe.Cli.Sweeps;

/// <summary>What a sweep found, as a page with Pareto plots.</summary>
internal static class SweepPage
{
    public static HtmlPage Of(SweepResult result, StoreManifest data)
    {
        string quality = SweepTables.Name(result.Quality);
        return new HtmlPage($"Model sweep: {result.Experiment}")
            .Paragraph($"{result.Points.Count} configurations, trained on {data.TrainRows:N0} rows and judged on the {data.Rows - data.TrainRows:N0} rows held out. On a front is what no other configuration beats: none is as good at less cost, or better at the same.")
            .Chart(Chart(result, $"{quality} against multiply-accumulates a candidate", "Multiply-accumulates a candidate", "", point => point.Cost.Macs, point => point.OnFrontOfMacs))
            .Chart(Chart(result, $"{quality} against the bytes of all parameters", "Parameters", "bytes", point => point.Cost.Bytes, point => point.OnFrontOfBytes))
            .Heading("As the paper plots it")
            .Paragraph("The published count of Figure 2 leaves out the interaction and the first layer of the top MLP, which is most of a small model's work. What is on the front then may not be on the true one.")
            .Chart(Chart(result, $"{quality} against the published count", "Multiply-accumulates without the first top layer", "", point => point.Cost.MacsAsPlotted, point => point.OnFrontAsPlotted))
            .Heading("All configurations")
            .Table(SweepTables.Short(result))
            .Heading("Where it was run")
            .Paragraph($"{MachineDescription.Current()}. Data: {data.Source}.");
    }

    private static Chart Chart(SweepResult result, string title, string cost, string unit, Func<SweepPoint, double> costOf, Func<SweepPoint, bool> onFront)
    {
        SweepPoint[] trained = [.. result.Points.Where(point => point.LogLoss is not null)];
        int[] dims = [.. trained.Select(point => point.Config.EmbeddingDim).Distinct().Order()];
        return new(
            char.ToUpperInvariant(title[0]) + title[1..],
            new Axis(cost, unit, AxisScale.Logarithmic),
            Vertical(result.Quality),
            [
                .. dims.Select(dim => new Series($"embedding width {dim}", [.. trained.Where(point => point.Config.EmbeddingDim == dim).Select(Place)], SeriesStyle.Markers)),
                new Series("Pareto front", [.. trained.Where(onFront).OrderBy(costOf).Select(Place)], SeriesStyle.Line),
            ]);

        ChartPoint Place(SweepPoint point) => new(costOf(point), Value(point, result.Quality), point.Config.Name);
    }

    private static Axis Vertical(SweepQuality quality) => quality switch
    {
        SweepQuality.Accuracy => new("Held-out error", "%"), // as in the paper
        SweepQuality.Auc => new("AUC on held-out rows"),
        _ => new("Log loss on held-out rows", "nats"),
    };

    private static double Value(SweepPoint point, SweepQuality quality) => quality switch
    {
        SweepQuality.Accuracy => 100 - point.Accuracy!.Value * 100,
        SweepQuality.Auc => point.Auc!.Value,
        _ => point.LogLoss!.Value,
    };
}
