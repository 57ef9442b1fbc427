using System.Globalization;
using System.Xml;
using RecPipe.Reporting.Html;

namespace RecPipe.Reporting.Charts;

/// <summary>Draws a chart as an svg element; colours come from the page's style sheet.</summary>
internal static class SvgChart
{
    public const int MostSeries = 8;
    public const double Width = 760, Height = 400;
    private const double Left = 76, Right = 36, Bottom = 54, LegendRow = 20;

    public static void Write(XmlWriter xml, Chart chart)
    {
        double top = 12 + LegendHeight(chart);
        IEnumerable<ChartPoint> points = chart.Series.SelectMany(series => series.Points);
        AxisMap x = new(chart.X, points.Select(p => p.X), Left, Width - Right);
        AxisMap y = new(chart.Y, points.Select(p => p.Y), Height - Bottom, top);
        xml.WriteStartElement("svg");
        xml.Attributes(("width", Invariant($"{Width}")), ("height", Invariant($"{Height}")), ("viewBox", Invariant($"0 0 {Width} {Height}")), ("role", "img"), ("aria-label", chart.Title));
        WriteLegend(xml, chart);
        WriteGrid(xml, chart, x, y, top);
        for (int i = 0; i < chart.Series.Count; i++)
            WriteSeries(xml, chart, i, x, y);
        if (!points.Any(p => x.CanDraw(p.X) && y.CanDraw(p.Y)))
            WriteText(xml, "title", (Left + Width - Right) / 2, (top + Height - Bottom) / 2, "middle", "Nothing was measured.");
        xml.WriteEndElement();
    }

    private static void WriteGrid(XmlWriter xml, Chart chart, AxisMap x, AxisMap y, double top)
    {
        foreach (Tick tick in y.Ticks)
        {
            WriteLine(xml, "grid", Left, y.Pixel(tick.Value), Width - Right, y.Pixel(tick.Value));
            WriteText(xml, "tick", Left - 8, y.Pixel(tick.Value) + 4, "end", tick.Label);
        }
        foreach (Tick tick in x.Ticks)
        {
            WriteLine(xml, "grid", x.Pixel(tick.Value), top, x.Pixel(tick.Value), Height - Bottom);
            WriteText(xml, "tick", x.Pixel(tick.Value), Height - Bottom + 18, "middle", tick.Label);
        }
        WriteLine(xml, "axis", Left, Height - Bottom, Width - Right, Height - Bottom);
        WriteLine(xml, "axis", Left, top, Left, Height - Bottom);
        WriteText(xml, "title", (Left + Width - Right) / 2, Height - 12, "middle", chart.X.Caption);
        double middle = (top + Height - Bottom) / 2;
        WriteText(xml, "title", 18, middle, "middle", chart.Y.Caption, ("transform", Invariant($"rotate(-90 18 {middle:0.##})")));
    }

    private static void WriteSeries(XmlWriter xml, Chart chart, int index, AxisMap x, AxisMap y)
    {
        Series series = chart.Series[index];
        xml.WriteStartElement("g");
        xml.Attributes(("class", $"s{index % MostSeries}"));
        if (series.Style != SeriesStyle.Markers)
            WritePath(xml, series, x, y);
        foreach (ChartPoint point in series.Points.Where(p => x.CanDraw(p.X) && y.CanDraw(p.Y)))
        {
            // A line without markers still answers the pointer: its markers are there, but not painted.
            string kind = series.Style == SeriesStyle.Line ? "hover" : "marker";
            Marker.Write(xml, kind, index, x.Pixel(point.X), y.Pixel(point.Y), Describe(chart, series, point));
        }
        xml.WriteEndElement();
    }

    private static void WritePath(XmlWriter xml, Series series, AxisMap x, AxisMap y)
    {
        System.Text.StringBuilder path = new();
        bool drawing = false;
        foreach (ChartPoint point in series.Points)
        {
            bool can = x.CanDraw(point.X) && y.CanDraw(point.Y);
            if (can)
                path.Append(CultureInfo.InvariantCulture, $"{(drawing ? 'L' : 'M')}{x.Pixel(point.X):0.##} {y.Pixel(point.Y):0.##}");
            drawing = can;
        }
        xml.WriteStartElement("path");
        xml.Attributes(("class", "line"), ("d", path.ToString()));
        xml.WriteEndElement();
    }

    private static string Describe(Chart chart, Series series, ChartPoint point) => Invariant(
        $"{series.Name}{(point.Label is null ? "" : $" · {point.Label}")}\n{chart.X.Caption}: {point.X:#,0.####}\n{chart.Y.Caption}: {point.Y:#,0.####}");

    private static double LegendHeight(Chart chart) => chart.Series.Count < 2 ? 0 : (LegendPlaces(chart)[^1].Row + 1) * LegendRow + 6;

    private static void WriteLegend(XmlWriter xml, Chart chart)
    {
        if (chart.Series.Count < 2)
            return;
        (double X, int Row)[] places = LegendPlaces(chart);
        for (int i = 0; i < places.Length; i++)
        {
            double at = 16 + places[i].Row * LegendRow;
            xml.WriteStartElement("g");
            xml.Attributes(("class", $"s{i % MostSeries}"));
            if (chart.Series[i].Style == SeriesStyle.Line)
                WriteLine(xml, "line", places[i].X - 7, at - 4, places[i].X + 7, at - 4);
            else
                Marker.Write(xml, "marker", i, places[i].X, at - 4, chart.Series[i].Name);
            xml.WriteEndElement();
            WriteText(xml, "legend", places[i].X + 10, at, "start", chart.Series[i].Name);
        }
    }

    /// <summary>Entries side by side, wrapped; widths are estimated from the number of letters.</summary>
    private static (double X, int Row)[] LegendPlaces(Chart chart)
    {
        (double X, int Row)[] places = new (double, int)[chart.Series.Count];
        double at = Left + 6;
        int row = 0;
        for (int i = 0; i < places.Length; i++)
        {
            double width = 30 + 7.2 * chart.Series[i].Name.Length;
            if (at + width > Width - Right && at > Left + 6)
                (at, row) = (Left + 6, row + 1);
            places[i] = (at, row);
            at += width;
        }
        return places;
    }

    private static void WriteLine(XmlWriter xml, string kind, double x1, double y1, double x2, double y2)
    {
        xml.WriteStartElement("line");
        xml.Attributes(("class", kind), ("x1", Invariant($"{x1:0.##}")), ("y1", Invariant($"{y1:0.##}")), ("x2", Invariant($"{x2:0.##}")), ("y2", Invariant($"{y2:0.##}")));
        xml.WriteEndElement();
    }

    private static void WriteText(XmlWriter xml, string kind, double x, double y, string anchor, string text, params (string, string)[] more)
    {
        xml.WriteStartElement("text");
        xml.Attributes([("class", kind), ("x", Invariant($"{x:0.##}")), ("y", Invariant($"{y:0.##}")), ("text-anchor", anchor), .. more]);
        xml.Text(text);
        xml.WriteEndElement();
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
