using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace ComplianceAgent.Policies.Export;

/// <summary>XML that stays well-formed whatever stands in a name.</summary>
internal static class XmlText
{
    /// <summary>A comment: two hyphens would end it, so they are parted.</summary>
    public static XComment Comment(string text) =>
        new($" {Legal(text).Replace("--", "- -", StringComparison.Ordinal).Replace("--", "- -", StringComparison.Ordinal).TrimEnd('-')} ");

    /// <summary>The text without what XML cannot hold.</summary>
    public static string Legal(string text)
    {
        var legal = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            legal.Append(rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value) ? rune.ToString() : "\uFFFD");
        }

        return legal.ToString();
    }

    /// <summary>The document as text, indented, with line feeds.</summary>
    public static string Print(XDocument document)
    {
        using var text = new Utf8Text();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, IndentChars = "  ", NewLineChars = "\n" }))
        {
            document.Save(writer);
        }

        return text + "\n";
    }

    /// <summary>Says UTF-8 in the XML declaration, as the file will be.</summary>
    private sealed class Utf8Text() : StringWriter(System.Globalization.CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}
