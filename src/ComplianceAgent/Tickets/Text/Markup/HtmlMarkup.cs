using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace ComplianceAgent.Tickets.Text.Markup;

/// <summary>A fragment of HTML (also well-formed XML): for mail's second part and trackers that take HTML. It holds no style, image or script.</summary>
internal static class HtmlMarkup
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The document as HTML elements, without html and body.</summary>
    public static string Write(TextDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return string.Join('\n', document.Blocks.Select(Block));
    }

    /// <summary>Text as HTML shows it, foreign or not.</summary>
    public static string Text(string text) => Isolates(SpanText.Of(text));

    private static string Block(TextBlock block) => block switch
    {
        HeadingBlock heading => Element("h" + (Math.Clamp(heading.Level, 1, 3) + 1).ToString(CultureInfo.InvariantCulture), Line(heading.Spans)),
        ParagraphBlock paragraph => Element("p", Line(paragraph.Spans)),
        ListBlock list => Element(list.Numbered ? "ol" : "ul", string.Concat(list.Items.Select(item => Element("li", Line(item))))),
        RuleBlock => "<hr/>",
        _ => "",
    };

    private static string Element(string tag, string content) => $"<{tag}>{content}</{tag}>";

    private static string Line(ImmutableArray<TextSpan> spans) => string.Concat(spans.Select(Span));

    private static string Span(TextSpan span)
    {
        var text = Isolates(SpanText.Of(span));
        text = span.Bold ? Element("strong", text) : text;
        return SpanText.Address(span) is { } address ? $"<a href=\"{Encoder.Encode(address)}\" rel=\"noopener noreferrer\">{text}</a>" : text;
    }

    /// <summary>Encoded, with elements in place of the marks that close a name in.</summary>
    private static string Isolates(string text)
    {
        var html = new StringBuilder(text.Length + 16);
        var open = new Stack<bool>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!Directions.Opens(text[i]) && text[i] != Directions.Close)
            {
                continue;
            }

            html.Append(Encoder.Encode(text[start..i]));
            start = i + 1;
            html.Append(Mark(text[i], open));
        }

        return html.Append(Encoder.Encode(text[start..])).ToString();
    }

    private static string Mark(char mark, Stack<bool> open)
    {
        if (mark == Directions.Close)
        {
            return open.TryPop(out var isElement) && isElement ? "</bdi>" : Encoder.Encode(mark.ToString());
        }

        open.Push(mark == Directions.Open);
        return mark == Directions.Open ? "<bdi>" : Encoder.Encode(mark.ToString());
    }
}
