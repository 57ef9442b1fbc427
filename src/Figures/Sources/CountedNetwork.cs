using System.Globalization;
using RecPipe.Figures.Published;
using RecPipe.Models.Families;

namespace RecPipe.Figures.Sources;

/// <summary>A published network whose multiply-accumulates are counted here.</summary>
/// <param name="Bottom">Widths, "13-64-4".</param>
/// <param name="Top">Widths without the first layer's input, "64-1".</param>
/// <param name="AccuracyPercent">On test rows, as published.</param>
/// <param name="PublishedMacs">A candidate, as published.</param>
/// <param name="OnPublishedFront">As published.</param>
/// <param name="MacsAsPlotted">Counted here as the artefact counts.</param>
/// <param name="LayerMacs">Of all fully connected layers.</param>
/// <param name="Macs">Of these and the dot products.</param>
internal sealed record CountedNetwork(string Bottom, string Top, double AccuracyPercent, long PublishedMacs, bool OnPublishedFront, long MacsAsPlotted, long LayerMacs, long Macs)
{
    /// <summary>Criteo's categorical features.</summary>
    private static readonly int[] s_tables = new int[26];

    public string Name => $"{Bottom} / {Top}";

    /// <summary>Of embeddings.</summary>
    public int Width => int.Parse(Bottom[(Bottom.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture);

    public static CountedNetwork Of(PublishedRow row)
    {
        int[] bottom = Widths(row["bottom"]), top = Widths(row["top"]);
        DlrmCost cost = DlrmCost.Of(new DlrmConfig { Name = "published", Family = DlrmConfig.FamilyName, EmbeddingDim = bottom[^1], BottomMlp = bottom, TopMlp = top }, s_tables);
        return new(row["bottom"], row["top"], row.Number("accuracyPercent"), (long)row.Number("macsAsPlotted"), row["front"] == "1", cost.MacsAsPlotted, cost.LayerMacs, cost.Macs);
    }

    private static int[] Widths(string text) => [.. text.Split('-').Select(width => int.Parse(width, CultureInfo.InvariantCulture))];
}
