using System.Text.Json;
using RecPipe.Ranking.Configuration;
using RecPipe.Reporting.Charts;

namespace RecPipe.Figures.Writing;

/// <summary>Writes figures as files: a CSV for each table, an SVG for each chart, one page for all, and their numbers as JSON.</summary>
public static class FigureFiles
{
    /// <param name="folder">Made if need be; files of earlier figures with the same names are replaced.</param>
    /// <param name="figures">In the page's order.</param>
    /// <returns>What was written, the page first.</returns>
    public static IReadOnlyList<string> Write(string folder, IReadOnlyList<Figure> figures)
    {
        Directory.CreateDirectory(folder);
        List<string> written = [Save(folder, "figures.html", FigurePage.Of(figures).ToHtml()), Save(folder, "figures.json", ToJson(figures) + "\n")];
        foreach (Figure figure in figures)
        {
            written.AddRange(figure.Tables.Select(table => Save(folder, $"figure-{figure.Number}-{table.Name}.csv", table.Table.ToCsv())));
            written.AddRange(figure.Charts.Select(chart => Save(folder, $"figure-{figure.Number}-{chart.Name}.svg", SvgFile.ToSvg(chart.Chart))));
        }
        return written;
    }

    /// <summary>Number, title, mode, values and remarks of each figure.</summary>
    public static string ToJson(IReadOnlyList<Figure> figures) => JsonSerializer.Serialize(
        figures.Select(figure => new
        {
            figure.Number,
            figure.Title,
            figure.Mode,
            Values = figure.Values.Select(value => new { value.Series, value.Point, value.Quantity, value.Ours, value.Published, value.DeviationPercent, value.Why }),
            figure.Remarks,
        }),
        ConfigFile.Json);

    private static string Save(string folder, string name, string text)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
