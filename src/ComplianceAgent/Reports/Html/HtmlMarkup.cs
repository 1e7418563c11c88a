using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace ComplianceAgent.Reports.Html;

/// <summary>
/// Writes markup that is both HTML and well-formed XML. Text and attribute values are always encoded; there is no way to write
/// markup from a string, but for the style sheet, which is a constant of this program.
/// </summary>
internal sealed class HtmlMarkup
{
    /// <summary>Everything printable stays readable in the source; what means something to HTML, and control characters, are encoded.</summary>
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder page = new(64 * 1024);

    public HtmlMarkup() => page.Append("<!DOCTYPE html>\n");

    /// <summary>An element that ends when the returned value is disposed of.</summary>
    public Element In(string tag, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Start(tag, attributes);
        page.Append('>');
        return new Element(this, tag);
    }

    /// <summary>An element that holds only words of our own.</summary>
    public HtmlMarkup Leaf(string tag, string words, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        using (In(tag, attributes))
        {
            Say(words);
        }

        return this;
    }

    /// <summary>An element without content.</summary>
    public HtmlMarkup Void(string tag, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Start(tag, attributes);
        page.Append("/>");
        return this;
    }

    /// <summary>Words of our own.</summary>
    public HtmlMarkup Say(string words)
    {
        page.Append(Encode(words));
        return this;
    }

    /// <summary>Text chosen by strangers: encoded, and kept from turning the direction of what stands beside it.</summary>
    public HtmlMarkup Foreign(string text)
    {
        page.Append("<bdi>").Append(Encode(text)).Append("</bdi>");
        return this;
    }

    /// <summary>A moment, to the minute, in UTC.</summary>
    public HtmlMarkup Minute(DateTimeOffset moment) => Leaf("time", ReportWords.Minute(moment), ("datetime", ReportWords.Machine(moment)));

    /// <summary>The day of a moment.</summary>
    public HtmlMarkup Day(DateTimeOffset moment) => Leaf("time", ReportWords.Day(moment), ("datetime", ReportWords.Machine(moment)));

    /// <summary>A new line in the source, so that a page of ten thousand rows stays readable to line-minded tools.</summary>
    public HtmlMarkup Line()
    {
        page.Append('\n');
        return this;
    }

    /// <summary>The style sheet: a constant of this program, never made of data.</summary>
    public void Style(string constantSheet) => page.Append("<style>").Append(constantSheet).Append("</style>\n");

    public override string ToString() => page.ToString();

    private static string Encode(string text) => Encoder.Encode(PlainText.Of(text));

    private void Start(string tag, ReadOnlySpan<(string Name, string Value)> attributes)
    {
        page.Append('<').Append(tag);
        foreach (var (name, value) in attributes)
        {
            page.Append(' ').Append(name).Append("=\"").Append(Encode(value)).Append('"');
        }
    }

    /// <summary>An open element.</summary>
    internal readonly struct Element(HtmlMarkup markup, string tag) : IDisposable
    {
        public void Dispose() => markup.page.Append("</").Append(tag).Append('>');
    }
}
