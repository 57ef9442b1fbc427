using System.Text;
using System.Xml;
using RecPipe.Reporting.Html;

namespace RecPipe.Reporting.Charts;

/// <summary>A chart as an SVG file of its own, title and style sheet inside.</summary>
public static class SvgFile
{
    private const string Namespace = "http://www.w3.org/2000/svg";
    private const double Caption = 28;

    /// <summary>The file's text.</summary>
    public static string ToSvg(Chart chart)
    {
        StringBuilder svg = new();
        using (XmlWriter xml = XmlWriter.Create(svg, new XmlWriterSettings { OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("svg", Namespace);
            double height = SvgChart.Height + Caption;
            xml.Attributes(("width", FormattableString.Invariant($"{SvgChart.Width}")), ("height", FormattableString.Invariant($"{height}")), ("viewBox", FormattableString.Invariant($"0 0 {SvgChart.Width} {height}")));
            xml.Element("style", PageStyle.ChartCss);
            xml.Element("rect", "", ("width", "100%"), ("height", "100%"), ("fill", "#ffffff"));
            xml.Element("text", chart.Title, ("class", "title"), ("x", "16"), ("y", "20"), ("style", "font-weight: 600"));
            xml.WriteStartElement("g");
            xml.Attributes(("transform", FormattableString.Invariant($"translate(0 {Caption})")));
            SvgChart.Write(xml, chart);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        return svg.Append('\n').ToString();
    }
}
