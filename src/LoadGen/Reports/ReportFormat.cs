namespace RecPipe.LoadGen.Reports;

/// <summary>The forms a report is written in.</summary>
public enum ReportFormat
{
    Txt,
    Csv,
    Md,
    Html,
    Json,
}
