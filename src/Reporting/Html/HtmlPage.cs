using System.Text;
using System.Xml;
using RecPipe.Reporting.Charts;
using RecPipe.Reporting.Tables;

namespace RecPipe.Reporting.Html;

/// <summary>
/// A report page in one file: nothing comes from elsewhere, no scripts, fonts or pictures. Everything written to it is escaped.
/// The page is well-formed XML too, so that tests and other programs can read it back.
/// </summary>
/// <param name="title">Of the page and its first heading.</param>
public sealed class HtmlPage(string title)
{
    private readonly List<Action<XmlWriter>> _content = [];
    private bool _interactive;

    public HtmlPage Heading(string text) => Add(xml => xml.Element("h2", text));

    public HtmlPage Paragraph(string text) => Add(xml => xml.Element("p", text));

    /// <summary>A remark that stands out.</summary>
    public HtmlPage Callout(string text, CalloutKind kind) => Add(xml => xml.Element("p", text, ("class", kind == CalloutKind.Good ? "callout good" : "callout bad")));

    public HtmlPage Table(Table table) => Add(xml => HtmlTable.Write(xml, table));

    /// <summary>A table that readers can sort, by a click on a header, and filter. Without scripts it is a plain one.</summary>
    public HtmlPage InteractiveTable(Table table)
    {
        _interactive = true;
        return Add(xml =>
        {
            xml.WriteStartElement("input");
            xml.Attributes(("type", "search"), ("placeholder", "Filter rows"), ("aria-label", "Filter rows"));
            xml.WriteEndElement();
            HtmlTable.Write(xml, table, sortable: true);
        });
    }

    public HtmlPage Chart(Chart chart) => Add(xml =>
    {
        xml.WriteStartElement("figure");
        xml.Element("figcaption", chart.Title);
        SvgChart.Write(xml, chart);
        xml.WriteEndElement();
    });

    public string ToHtml()
    {
        StringBuilder html = new("<!DOCTYPE html>\n");
        using (XmlWriter xml = XmlWriter.Create(html, new XmlWriterSettings { OmitXmlDeclaration = true, ConformanceLevel = ConformanceLevel.Fragment }))
        {
            xml.WriteStartElement("html");
            xml.Attributes(("lang", "en"));
            WriteHead(xml);
            xml.WriteStartElement("body");
            xml.Element("h1", title);
            foreach (Action<XmlWriter> write in _content)
                write(xml);
            if (_interactive)
                xml.Element("script", PageScript.JavaScript);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        return html.Append('\n').ToString();
    }

    public void Save(string path) => File.WriteAllText(path, ToHtml());

    private HtmlPage Add(Action<XmlWriter> write)
    {
        _content.Add(write);
        return this;
    }

    private void WriteHead(XmlWriter xml)
    {
        xml.WriteStartElement("head");
        xml.WriteStartElement("meta");
        xml.Attributes(("charset", "utf-8"));
        xml.WriteEndElement();
        xml.WriteStartElement("meta");
        xml.Attributes(("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        xml.WriteEndElement();
        xml.Element("title", title);
        xml.Element("style", PageStyle.Css);
        xml.WriteEndElement();
    }
}

/// <summary>How a callout is meant.</summary>
public enum CalloutKind
{
    Good,
    Bad,
}
