using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Reports.Html;

/// <summary>
/// Writes markup that is both HTML and well-formed XML. Text and attribute values are always encoded; there is no way to write
/// markup from a string, but for the style sheet, which is a constant of this program.
/// </summary>
internal sealed class HtmlMarkup(Wording words)
{
    /// <summary>Everything printable stays readable in the source; what means something to HTML, and control characters, are encoded.</summary>
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder page = new StringBuilder(64 * 1024).Append("<!DOCTYPE html>\n");

    /// <summary>The language that the page speaks.</summary>
    public Wording Words { get; } = words;

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

    /// <summary>A phrase of ours with a place <c>{0}</c>, <c>{1}</c> for each piece, wherever the language puts it.</summary>
    public void Compose(string phrase, params ReadOnlySpan<Action> pieces)
    {
        var rest = phrase.AsSpan();
        for (var open = rest.IndexOf('{'); open >= 0; open = rest.IndexOf('{'))
        {
            var close = rest.IndexOf('}');
            Say(rest[..open].ToString());
            pieces[int.Parse(rest[(open + 1)..close], CultureInfo.InvariantCulture)]();
            rest = rest[(close + 1)..];
        }

        Say(rest.ToString());
    }

    /// <summary>The sentence of a reason: its parameters may hold foreign text.</summary>
    public HtmlMarkup Why(Reason reason) => Foreign(Words.Say(reason));

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
