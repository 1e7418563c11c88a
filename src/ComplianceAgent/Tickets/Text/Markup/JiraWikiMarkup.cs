using System.Collections.Immutable;
using System.Globalization;

namespace ComplianceAgent.Tickets.Text.Markup;

/// <summary>Jira's wiki text: Data Center, API version 2.</summary>
internal static class JiraWikiMarkup
{
    /// <summary>The document as wiki text.</summary>
    public static string Write(TextDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return string.Join("\n\n", document.Blocks.Select(Block).Where(block => block.Length > 0));
    }

    private static string Block(TextBlock block) => block switch
    {
        HeadingBlock heading => string.Create(CultureInfo.InvariantCulture, $"h{Math.Clamp(heading.Level, 1, 3) + 1}. {Line(heading.Spans, startsLine: false)}"),
        ParagraphBlock paragraph => Line(paragraph.Spans, startsLine: true),
        ListBlock list => string.Join('\n', list.Items.Select(item => (list.Numbered ? "# " : "* ") + Line(item, startsLine: false))),
        RuleBlock => "----",
        _ => "",
    };

    private static string Line(ImmutableArray<TextSpan> spans, bool startsLine) => WikiLine.Write(spans, startsLine, Span);

    private static string Span(TextSpan span, WikiLine.Piece piece)
    {
        var text = EntityText.Of(piece.Text, piece.StartsLine);
        if (SpanText.Address(span) is { } address)
        {
            text = $"[{text}|{Address(address)}]";
        }

        // In braces the mark is read as one wherever it stands.
        return span.Bold ? "{*}" + text + "{*}" : text;
    }

    private static string Address(string address) => address
        .Replace("|", "%7C", StringComparison.Ordinal).Replace("[", "%5B", StringComparison.Ordinal).Replace("]", "%5D", StringComparison.Ordinal)
        .Replace("{", "%7B", StringComparison.Ordinal).Replace("}", "%7D", StringComparison.Ordinal).Replace("!", "%21", StringComparison.Ordinal)
        .Replace("\\", "%5C", StringComparison.Ordinal);
}
