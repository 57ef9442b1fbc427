using System.Xml;

namespace RecPipe.Reporting.Html;

/// <summary>Writes text and attributes that XML can hold: characters it cannot are replaced, everything else is escaped.</summary>
internal static class XmlWriterExtensions
{
    public static void Text(this XmlWriter xml, string text) => xml.WriteString(Valid(text));

    public static void Attributes(this XmlWriter xml, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        foreach ((string name, string value) in attributes)
            xml.WriteAttributeString(name, Valid(value));
    }

    /// <summary>An element that holds text only.</summary>
    public static void Element(this XmlWriter xml, string name, string text, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(name);
        xml.Attributes(attributes);
        xml.Text(text);
        xml.WriteFullEndElement();
    }

    private static string Valid(string text)
    {
        bool valid = true;
        for (int i = 0; i < text.Length && valid; i++)
            valid = XmlConvert.IsXmlChar(text[i]);
        return valid ? text : string.Concat(text.EnumerateRunes().Select(rune =>
            rune.Value > 0xFFFF || XmlConvert.IsXmlChar((char)rune.Value) ? rune.ToString() : "\uFFFD"));
    }
}
