using RecPipe.Reporting.Charts;
using RecPipe.Reporting.Tables;

namespace RecPipe.Figures;

/// <summary>A figure of the paper, made again.</summary>
public sealed record Figure
{
    /// <summary>As the paper counts: "7", "10c".</summary>
    public required string Number { get; init; }

    public required string Title { get; init; }

    public required FigureMode Mode { get; init; }

    /// <summary>Our numbers, each beside the published one where there is one. <see cref="ComparedValues.ToTable"/> makes a table of them.</summary>
    public IReadOnlyList<ComparedValue> Values { get; init; } = [];

    /// <summary>In reading order; each becomes one CSV file.</summary>
    public required IReadOnlyList<FigureTable> Tables { get; init; }

    /// <summary>In reading order; each becomes one SVG file.</summary>
    public IReadOnlyList<FigureChart> Charts { get; init; } = [];

    /// <summary>What is to be known when reading it: why numbers deviate, and what each fault did to the published conclusion.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}

/// <summary>A table of a figure.</summary>
/// <param name="Name">Of its file: letters, digits and '-'; "figure-7-" is put before it.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Table">The rows.</param>
public sealed record FigureTable(string Name, string Title, Table Table);

/// <summary>A chart of a figure.</summary>
/// <param name="Name">Of its file: letters, digits and '-'; "figure-7-" is put before it.</param>
/// <param name="Chart">What is drawn.</param>
public sealed record FigureChart(string Name, Chart Chart);
