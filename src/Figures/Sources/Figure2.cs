using RecPipe.Figures.Published;
using RecPipe.Ranking.Pareto;
using RecPipe.Reporting.Charts;
using RecPipe.Reporting.Tables;
using static System.FormattableString;

namespace RecPipe.Figures.Sources;

/// <summary>
/// Figure 2: accuracy against multiply-accumulates of the published networks. Nobody can train them again from here: what is made
/// again is the count and the front; networks of our own stand beside them where a folder of `recpipe models sweep` is given.
/// </summary>
internal sealed class Figure2 : IFigureSource
{
    public string Number => "2";

    public string Title => "the design space of models, accuracy against multiply-accumulates";

    public Figure Build(FigureContext context, CancellationToken cancellationToken = default)
    {
        bool plotted = context.Mode == FigureMode.Parity;
        CountedNetwork[] networks = [.. PublishedFigure.Load("2").Rows.Select(CountedNetwork.Of)];
        HashSet<CountedNetwork> asPlotted = [.. Front(networks, network => network.MacsAsPlotted)], full = [.. Front(networks, network => network.Macs)];
        IReadOnlyList<SweptNetwork> ours = context.Sweep is { } folder ? SweptNetwork.Load(folder) : [];
        CountedNetwork[] shown = [.. networks.Where(network => network.OnPublishedFront || asPlotted.Contains(network) || full.Contains(network)).OrderBy(network => network.Macs)];
        return new()
        {
            Number = Number,
            Title = Title,
            Mode = context.Mode,
            Values =
            [
                .. networks.Where(network => network.OnPublishedFront).Select(network => new ComparedValue(
                    "published front", network.Name, "multiply-accumulates", plotted ? network.MacsAsPlotted : network.Macs, network.PublishedMacs)),
            ],
            Tables =
            [
                new("fronts", "Networks on a front: as published, by the published count, by all multiply-accumulates", Fronts(shown, asPlotted, full)),
                .. ours.Count == 0 ? Array.Empty<FigureTable>() : [new("sweep", "Our own networks", Sweep(ours))],
            ],
            Charts = [Scatter(networks, plotted ? asPlotted : full, plotted, ours)],
            Remarks = [.. Remarks(networks, asPlotted, full, ours)],
        };
    }

    /// <summary>Of networks with the same cost and accuracy all stay.</summary>
    private static IEnumerable<CountedNetwork> Front(CountedNetwork[] networks, Func<CountedNetwork, long> macs) =>
        ParetoFront.Of(networks, new Objective<CountedNetwork>(network => macs(network), Better.Smaller), new Objective<CountedNetwork>(network => network.AccuracyPercent, Better.Larger))
            .Select(i => networks[i]);

    private static Table Fronts(CountedNetwork[] shown, HashSet<CountedNetwork> asPlotted, HashSet<CountedNetwork> full)
    {
        Table table = new(new("bottom", false), new("top", false), new("accuracy (%)"), new("MACs as plotted"), new("all MACs"), new("left out (%)"), new("published front", false), new("as plotted", false), new("by all", false));
        foreach (CountedNetwork network in shown)
        {
            table.Add(network.Bottom, network.Top, Invariant($"{network.AccuracyPercent:0.000}"), Invariant($"{network.MacsAsPlotted}"), Invariant($"{network.Macs}"),
                Invariant($"{100 * (1 - (double)network.MacsAsPlotted / network.Macs):0}"), Mark(network.OnPublishedFront), Mark(asPlotted.Contains(network)), Mark(full.Contains(network)));
        }
        return table;
    }

    private static Table Sweep(IReadOnlyList<SweptNetwork> ours)
    {
        Table table = new(new("network", false), new("MACs as plotted"), new("all MACs"), new("accuracy (%)"));
        foreach (SweptNetwork network in ours)
            table.Add(network.Name, Invariant($"{network.MacsAsPlotted}"), Invariant($"{network.Macs}"), Invariant($"{network.AccuracyPercent:0.000}"));
        return table;
    }

    private static FigureChart Scatter(CountedNetwork[] networks, HashSet<CountedNetwork> front, bool plotted, IReadOnlyList<SweptNetwork> ours)
    {
        ChartPoint Point(CountedNetwork network) => new(plotted ? network.MacsAsPlotted : network.Macs, network.AccuracyPercent, network.Name);
        return new("models", new Chart(
            plotted ? "Accuracy against multiply-accumulates as the paper counts them" : "Accuracy against all multiply-accumulates",
            new Axis("Multiply-accumulates a candidate", "", AxisScale.Logarithmic),
            new Axis("Accuracy", "%") { Min = 78.4 },
            [
                .. networks.GroupBy(network => network.Width).OrderBy(group => group.Key)
                    .Select(group => new Series(Invariant($"embedding width {group.Key}"), [.. group.Select(Point)], SeriesStyle.Markers)),
                new Series("front", [.. front.Select(Point).OrderBy(point => point.X)], SeriesStyle.Line),
                .. ours.Count == 0 ? Array.Empty<Series>() : [new Series("ours", [.. ours.Select(network => new ChartPoint(plotted ? network.MacsAsPlotted : network.Macs, network.AccuracyPercent, network.Name))], SeriesStyle.Markers)],
            ]));
    }

    private static IEnumerable<string> Remarks(CountedNetwork[] networks, HashSet<CountedNetwork> asPlotted, HashSet<CountedNetwork> full, IReadOnlyList<SweptNetwork> ours)
    {
        CountedNetwork small = networks.First(network => (network.Bottom, network.Top) == ("13-64-4", "64-1")), large = networks.First(network => (network.Bottom, network.Top) == ("13-512-256-128-64-32", "96-1"));
        int printed = networks.Count(network => network.OnPublishedFront);
        yield return Invariant($"The published count leaves out the first top layer, whose input is the dot interaction, and the dot products themselves. RM-small has {small.MacsAsPlotted} multiply-accumulates as plotted, {small.LayerMacs} with that layer and {small.Macs} with the dot products too, RM-large {large.MacsAsPlotted}, {large.LayerMacs} and {large.Macs}: between them lies a factor of {(double)large.MacsAsPlotted / small.MacsAsPlotted:0} as plotted and {(double)large.Macs / small.Macs:0.0} in truth.");
        yield return Invariant($"By the published count the exact front of the {networks.Length} networks has {asPlotted.Count}, of which {asPlotted.Count(network => network.OnPublishedFront)} are among the {printed} that were printed; by all multiply-accumulates it has {full.Count}, of which {full.Count(network => network.OnPublishedFront)} were printed. {(full.Contains(small) ? "RM-small stays on it." : "RM-small is not on it.")} {(full.Contains(large) ? "RM-large stays on it." : "RM-large is not on it.")}");
        double[] repeats = [.. networks.GroupBy(network => network.Name).Where(group => group.Count() > 1).Select(group => group.Max(network => network.AccuracyPercent) - group.Min(network => network.AccuracyPercent)).Order()];
        yield return Invariant($"{repeats.Length} of the networks were trained more than once; their accuracies differ by {repeats[repeats.Length / 2]:0.000} points in the median and {repeats[^1]:0.000} at most, neighbours on the front by about as much. Which of two neighbours is on it is chance; its shape is not.");
        if (ours.Count == 0)
            yield return "No sweep of ours was given (--sweep, a folder of `recpipe models sweep`), so accuracies are the published ones.";
    }

    private static string Mark(bool on) => on ? "yes" : "";
}
