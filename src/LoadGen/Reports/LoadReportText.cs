using System.Text;
using RecPipe.Reporting.Tables;

namespace RecPipe.LoadGen.Reports;

/// <summary>The report for a terminal, and as Markdown.</summary>
public static class LoadReportText
{
    /// <summary>Plain text.</summary>
    public static string Plain(LoadReport report)
    {
        StringBuilder text = new();
        text.Append(Title(report)).Append('\n').Append('=', Title(report).Length).Append("\n\n");
        foreach (Table table in Tables(report))
            text.Append(table.ToText()).Append('\n');
        return text.Append(report.Validity).Append('\n').ToString();
    }

    public static string Markdown(LoadReport report)
    {
        StringBuilder text = new();
        text.Append("# ").Append(Title(report)).Append("\n\n**").Append(report.Validity).Append("**\n\n");
        foreach (Table table in Tables(report))
            text.Append(table.ToMarkdown()).Append('\n');
        return text.ToString();
    }

    internal static string Title(LoadReport report) => $"{report.Workload.Name}: {report.Target}{(report.Interrupted ? " (interrupted)" : "")}";

    internal static IEnumerable<Table> Tables(LoadReport report) => new[]
    {
        LoadReportTables.Thresholds(report),
        LoadReportTables.Load(report),
        LoadReportTables.Latency(report),
        LoadReportTables.Errors(report),
        LoadReportTables.Parts(report),
        LoadReportTables.Setting(report),
    }.OfType<Table>();
}
