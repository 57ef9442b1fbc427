using System.Text.Json;
using RecPipe.Ranking.Configuration;

namespace RecPipe.LoadGen.Reports;

/// <summary>Writes and reads reports.</summary>
public static class LoadReportFiles
{
    /// <summary>Writes "load.txt", "load.csv" and so on, or with another stem.</summary>
    /// <param name="report">To be written.</param>
    /// <param name="directory">Made when it is missing.</param>
    /// <param name="formats">Each gives a file.</param>
    /// <param name="stem">File name without extension.</param>
    /// <returns>The files' paths.</returns>
    public static IReadOnlyList<string> Save(LoadReport report, string directory, IEnumerable<ReportFormat> formats, string stem = "load")
    {
        Directory.CreateDirectory(directory);
        List<string> paths = [];
        foreach (ReportFormat format in formats.Distinct())
        {
            string path = Path.Combine(directory, $"{stem}.{format.ToString().ToLowerInvariant()}");
            File.WriteAllText(path, Write(report, format));
            paths.Add(path);
        }
        return paths;
    }

    public static string Write(LoadReport report, ReportFormat format) => format switch
    {
        ReportFormat.Txt => LoadReportText.Plain(report),
        ReportFormat.Csv => LoadReportCsv.Write(report),
        ReportFormat.Md => LoadReportText.Markdown(report),
        ReportFormat.Html => LoadReportHtml.Write(report),
        _ => JsonSerializer.Serialize(report, ConfigFile.Json) + "\n",
    };
}
