using System.Globalization;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Figures.Sources;

/// <summary>A network of our own, as `recpipe models sweep` wrote it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="MacsAsPlotted">A candidate, by the artefact's count.</param>
/// <param name="Macs">All of them.</param>
/// <param name="AccuracyPercent">On held-out rows.</param>
internal sealed record SweptNetwork(string Name, long MacsAsPlotted, long Macs, double AccuracyPercent)
{
    private static readonly string[] s_columns = ["name", "macs_as_plotted", "macs", "accuracy"];

    /// <param name="folder">Of `recpipe models sweep --out`.</param>
    /// <exception cref="ConfigException">It holds no table of a sweep.</exception>
    public static IReadOnlyList<SweptNetwork> Load(string folder)
    {
        string file = Path.Combine(folder, "sweep.csv");
        if (!File.Exists(file))
            throw new ConfigException(file, "", "There is no such file.", "Give a folder that `recpipe models sweep` has finished.");
        string[][] rows = [.. File.ReadLines(file).Where(line => line.Length > 0).Select(line => line.Split(','))];
        int[] at = [.. s_columns.Select(column => Array.IndexOf(rows[0], column))];
        if (at.Contains(-1))
            throw new ConfigException(file, "", $"It lacks a column: {string.Join(", ", s_columns)} are needed.", "Run `recpipe models sweep` again with the same --out.");
        return
        [
            .. rows.Skip(1)
                .Where(row => double.TryParse(row[at[3]], NumberStyles.Float, CultureInfo.InvariantCulture, out _)) // others diverged
                .Select(row => new SweptNetwork(row[at[0]], long.Parse(row[at[1]], CultureInfo.InvariantCulture), long.Parse(row[at[2]], CultureInfo.InvariantCulture), 100 * double.Parse(row[at[3]], CultureInfo.InvariantCulture))),
        ];
    }
}
