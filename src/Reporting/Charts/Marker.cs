using System.Xml;
using RecPipe.Reporting.Html;

namespace RecPipe.Reporting.Charts;

/// <summary>The mark of one point, with its hover text. Shapes differ by series, so that colour is never the only cue.</summary>
internal static class Marker
{
    private static readonly string[] s_shapes =
    [
        "M-4 0A4 4 0 1 0 4 0A4 4 0 1 0 -4 0Z",
        "M-3.6 -3.6H3.6V3.6H-3.6Z",
        "M0 -4.6L4.4 3.4H-4.4Z",
        "M0 -5L5 0L0 5L-5 0Z",
        "M0 4.6L4.4 -3.4H-4.4Z",
        "M-4.5 -1.5H-1.5V-4.5H1.5V-1.5H4.5V1.5H1.5V4.5H-1.5V1.5H-4.5Z",
        "M-5 -2.5H5V2.5H-5Z",
        "M-2.5 -5H2.5V5H-2.5Z",
    ];

    public static void Write(XmlWriter xml, string kind, int series, double x, double y, string hover)
    {
        xml.WriteStartElement("path");
        xml.Attributes(
            ("class", kind),
            ("d", s_shapes[series % s_shapes.Length]),
            ("transform", FormattableString.Invariant($"translate({x:0.##} {y:0.##})")));
        xml.WriteStartElement("title");
        xml.Text(hover);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }
}
