using System.Collections.Immutable;
using System.Globalization;

namespace ComplianceAgent.Tickets.Text.Markup;

/// <summary>Textile as Redmine reads it, whose own links (<c>#12</c>, <c>r12</c>, <c>commit:</c>, <c>[[page]]</c>, <c>{{macro}}</c>) must not fire either.</summary>
internal static class TextileMarkup
{
    /// <summary>The document as Textile.</summary>
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
        RuleBlock => "---",
        _ => "",
    };

    private static string Line(ImmutableArray<TextSpan> spans, bool startsLine) => WikiLine.Write(spans, startsLine, Span);

    private static string Span(TextSpan span, WikiLine.Piece piece)
    {
        var text = EntityText.Of(piece.Text, piece.StartsLine);
        if (SpanText.Address(span) is { } address)
        {
            // An address ends at a blank only: an entity right behind it would be read as a part of it.
            var link = $"\"{text}\":{Address(address)}";
            return (char.IsWhiteSpace(piece.Before) ? link : " " + link) + (char.IsWhiteSpace(piece.After) ? "" : " ");
        }

        // The mark counts beside blanks only; anywhere else an asterisk would stay an asterisk.
        return span.Bold && piece.StandsFree ? "*" + text + "*" : text;
    }

    private static string Address(string address) =>
        address.Replace("\"", "%22", StringComparison.Ordinal).Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal)
            .Replace("]", "%5D", StringComparison.Ordinal).Replace("[", "%5B", StringComparison.Ordinal);
}
