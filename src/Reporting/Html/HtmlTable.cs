using System.Xml;
using RecPipe.Reporting.Tables;

namespace RecPipe.Reporting.Html;

/// <summary>Writes a table as HTML.</summary>
internal static class HtmlTable
{
    public static void Write(XmlWriter xml, Table table, bool sortable = false)
    {
        xml.WriteStartElement("div");
        xml.Attributes(("class", "scroll"));
        xml.WriteStartElement("table");
        if (sortable)
            xml.Attributes(("class", "sortable"));
        xml.WriteStartElement("thead");
        WriteRow(xml, "th", [.. table.Columns.Select(column => column.Header)], table);
        xml.WriteEndElement();
        xml.WriteStartElement("tbody");
        foreach (IReadOnlyList<string> row in table.Rows)
            WriteRow(xml, "td", row, table);
        xml.WriteFullEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteRow(XmlWriter xml, string cell, IReadOnlyList<string> row, Table table)
    {
        xml.WriteStartElement("tr");
        for (int i = 0; i < row.Count; i++)
            xml.Element(cell, row[i], table.Columns[i].IsNumber ? [("class", "number")] : []);
        xml.WriteEndElement();
    }
}
