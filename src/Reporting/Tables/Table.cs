using System.Text;

namespace RecPipe.Reporting.Tables;

/// <summary>A table that every report format can show.</summary>
public sealed class Table
{
    private readonly List<IReadOnlyList<string>> _rows = [];

    public Table(params IReadOnlyList<Column> columns) => Columns = columns;

    public IReadOnlyList<Column> Columns { get; }

    public IReadOnlyList<IReadOnlyList<string>> Rows => _rows;

    /// <param name="cells">One for each column.</param>
    public Table Add(params IReadOnlyList<string> cells)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(cells.Count, Columns.Count, nameof(cells));
        _rows.Add(cells);
        return this;
    }

    /// <summary>Aligned with spaces, for a terminal.</summary>
    public string ToText()
    {
        int[] widths = [.. Columns.Select((column, i) => _rows.Select(row => row[i].Length).Append(column.Header.Length).Max())];
        StringBuilder text = new();
        AppendText(text, [.. Columns.Select(column => column.Header)], widths);
        AppendText(text, [.. widths.Select(width => new string('-', width))], widths);
        foreach (IReadOnlyList<string> row in _rows)
            AppendText(text, row, widths);
        return text.ToString();
    }

    /// <summary>A GitHub-flavoured Markdown table.</summary>
    public string ToMarkdown()
    {
        StringBuilder text = new();
        AppendMarkdown(text, Columns.Select(column => column.Header));
        text.Append('|').AppendJoin('|', Columns.Select(column => column.IsNumber ? " ---: " : " --- ")).Append("|\n");
        foreach (IReadOnlyList<string> row in _rows)
            AppendMarkdown(text, row);
        return text.ToString();
    }

    /// <summary>Comma-separated values (RFC 4180) with a header line.</summary>
    public string ToCsv()
    {
        StringBuilder text = new();
        foreach (IReadOnlyList<string> row in _rows.Prepend([.. Columns.Select(column => column.Header)]))
            text.AppendJoin(',', row.Select(QuoteCsv)).Append("\r\n");
        return text.ToString();
    }

    private void AppendText(StringBuilder text, IReadOnlyList<string> cells, int[] widths)
    {
        string line = string.Join("  ", cells.Select((cell, i) => Columns[i].IsNumber ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i])));
        text.Append(line.TrimEnd()).Append('\n');
    }

    private static void AppendMarkdown(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(EscapeMarkdown)).Append(" |\n");

    private static string EscapeMarkdown(string cell) =>
        cell.Replace("\\", "\\\\").Replace("|", "\\|").Replace("<", "&lt;").ReplaceLineEndings(" ");

    private static string QuoteCsv(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"")}\"";
}
