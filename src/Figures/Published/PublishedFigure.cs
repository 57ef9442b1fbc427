using System.Globalization;

namespace RecPipe.Figures.Published;

/// <summary>
/// The values of one published figure (figureN.csv beside this file): "#" lines say where they come from, then comma-separated
/// values with a header; nothing is quoted.
/// </summary>
internal sealed class PublishedFigure
{
    private PublishedFigure(string source, IReadOnlyList<PublishedRow> rows) => (Source, Rows) = (source, rows);

    /// <summary>Where the values come from.</summary>
    public string Source { get; }

    public IReadOnlyList<PublishedRow> Rows { get; }

    /// <param name="number">"7" reads figure7.csv.</param>
    public static PublishedFigure Load(string number) => LoadFile($"figure{number}");

    /// <param name="name">Of the file, without ".csv".</param>
    public static PublishedFigure LoadFile(string name)
    {
        using Stream stream = typeof(PublishedFigure).Assembly.GetManifestResourceStream($"{name}.csv")
            ?? throw new ArgumentException($"There are no published values {name}.", nameof(name));
        using StreamReader reader = new(stream);
        string[] lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string source = string.Join(' ', lines.Where(line => line[0] == '#').Select(line => line[1..].Trim()));
        string[][] cells = [.. lines.Where(line => line[0] != '#').Select(line => line.Split(','))];
        string[] header = cells[0];
        return new(source, [.. cells.Skip(1).Select(row => new PublishedRow(header.Zip(row).ToDictionary(cell => cell.First, cell => cell.Second)))]);
    }
}

/// <summary>A row by column names.</summary>
internal sealed class PublishedRow(IReadOnlyDictionary<string, string> cells)
{
    public string this[string column] => cells[column];

    public double Number(string column) => double.Parse(cells[column], NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>The parts of a cell of one entry a stage, "4096>512".</summary>
    public IReadOnlyList<string> Texts(string column) => cells[column].Split('>');

    /// <inheritdoc cref="Texts"/>
    public IReadOnlyList<int> Numbers(string column) => [.. Texts(column).Select(text => int.Parse(text, CultureInfo.InvariantCulture))];

    /// <summary>Null for an empty cell.</summary>
    public double? NumberOrNull(string column) => cells[column].Length == 0 ? null : Number(column);
}
