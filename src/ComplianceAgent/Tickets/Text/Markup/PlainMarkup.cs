using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ComplianceAgent.Tickets.Text.Markup;

/// <summary>Plain text: for mail's first part and trackers without markup.</summary>
internal static partial class PlainMarkup
{
    /// <summary>The document as plain text; blocks are parted by an empty line.</summary>
    public static string Write(TextDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return string.Join("\n\n", document.Blocks.Select(Block).Where(block => block.Length > 0));
    }

    private static string Block(TextBlock block) => block switch
    {
        HeadingBlock heading => Line(heading.Spans),
        ParagraphBlock paragraph => Line(paragraph.Spans),
        ListBlock list => string.Join('\n', list.Items.Select((item, index) => Mark(list, index) + Line(item))),
        RuleBlock => new string('-', 40),
        _ => "",
    };

    private static string Mark(ListBlock list, int index) => list.Numbered ? (index + 1).ToString(CultureInfo.InvariantCulture) + ". " : "- ";

    private static string Line(ImmutableArray<TextSpan> spans)
    {
        var line = new StringBuilder();
        foreach (var span in spans)
        {
            line.Append(JournalTags().Replace(SpanText.Of(span), "[ $1"));
            if (SpanText.Address(span) is { } address && !IsAddressItself(span, address))
            {
                line.Append(" (").Append(address).Append(')');
            }
        }

        return line.ToString().Trim();
    }

    private static bool IsAddressItself(TextSpan span, string address) =>
        address.TrimEnd('/').Equals(span.Text.TrimEnd('/'), StringComparison.Ordinal) || address == "mailto:" + span.Text;

    // ServiceNow's journals show what stands between [code] and [/code] as HTML; a blank makes text of it.
    [GeneratedRegex(@"\[(\s*/?\s*code\s*\])", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex JournalTags();
}
