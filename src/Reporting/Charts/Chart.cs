namespace RecPipe.Reporting.Charts;

/// <summary>What to draw; <see cref="Html.HtmlPage"/> draws it as inline SVG.</summary>
/// <param name="Title">Says what the reader should see.</param>
/// <param name="X">Horizontal axis.</param>
/// <param name="Y">Vertical axis.</param>
/// <param name="Series">In legend order; up to eight are told apart by colour and marker.</param>
public sealed record Chart(string Title, Axis X, Axis Y, IReadOnlyList<Series> Series);

/// <summary>Points that belong together.</summary>
/// <param name="Name">In the legend and the hover text.</param>
/// <param name="Points">In drawing order. A point that is not finite breaks the line.</param>
/// <param name="Style">How they are drawn.</param>
public sealed record Series(string Name, IReadOnlyList<ChartPoint> Points, SeriesStyle Style = SeriesStyle.LineAndMarkers);

/// <summary>One point.</summary>
/// <param name="X">On the horizontal axis.</param>
/// <param name="Y">On the vertical axis.</param>
/// <param name="Label">Added to the hover text.</param>
public readonly record struct ChartPoint(double X, double Y, string? Label = null);

/// <summary>How a series is drawn.</summary>
public enum SeriesStyle
{
    LineAndMarkers,
    Line,

    /// <summary>A scatter plot.</summary>
    Markers,
}
