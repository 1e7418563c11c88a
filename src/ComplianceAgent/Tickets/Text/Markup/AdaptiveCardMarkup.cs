using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ComplianceAgent.Tickets.Text.Markup;

/// <summary>
/// An Adaptive Card for Teams. Text stands in text runs, which know no markup; a text block would read Markdown. Mentions need entities of their
/// own, and none is ever written.
/// </summary>
internal static partial class AdaptiveCardMarkup
{
    /// <summary>The document as a card.</summary>
    public static JsonNode Write(TextDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new JsonObject
        {
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["type"] = "AdaptiveCard",
            ["version"] = "1.4",
            ["body"] = new JsonArray([.. Body(document)]),
            ["msteams"] = new JsonObject { ["width"] = "Full" },
        };
    }

    private static IEnumerable<JsonNode> Body(TextDocument document)
    {
        var isAfterRule = false;
        foreach (var block in document.Blocks)
        {
            foreach (var element in Elements(block))
            {
                if (isAfterRule)
                {
                    element["separator"] = true;
                }

                isAfterRule = false;
                yield return element;
            }

            isAfterRule |= block is RuleBlock;
        }
    }

    private static IEnumerable<JsonObject> Elements(TextBlock block) => block switch
    {
        HeadingBlock heading => Line("", heading.Spans, heading.Level <= 1 ? "Large" : "Medium", isBold: true),
        ParagraphBlock paragraph => Line("", paragraph.Spans, "Default", isBold: false),
        ListBlock list => list.Items.SelectMany((item, index) => Line(Mark(list, index), item, "Default", isBold: false)),
        _ => [],
    };

    private static string Mark(ListBlock list, int index) => list.Numbered ? (index + 1).ToString(CultureInfo.InvariantCulture) + ". " : "• ";

    private static IEnumerable<JsonObject> Line(string mark, ImmutableArray<TextSpan> spans, string size, bool isBold)
    {
        var runs = spans.Where(span => span.Text.Length > 0).Select(span => Run(span, size, isBold)).ToList();
        if (runs.Count == 0)
        {
            yield break;
        }

        if (mark.Length > 0)
        {
            runs.Insert(0, Run(new TextSpan(mark), size, isBold));
        }

        yield return new JsonObject { ["type"] = "RichTextBlock", ["inlines"] = new JsonArray([.. runs]) };
    }

    private static JsonObject Run(TextSpan span, string size, bool isBold)
    {
        var run = new JsonObject { ["type"] = "TextRun", ["text"] = DateFunctions().Replace(SpanText.Of(span), "{ {") };
        if (size != "Default")
        {
            run["size"] = size;
        }

        if (isBold || span.Bold)
        {
            run["weight"] = "Bolder";
        }

        if (SpanText.Address(span) is { } address)
        {
            run["selectAction"] = new JsonObject { ["type"] = "Action.OpenUrl", ["url"] = address };
        }

        return run;
    }

    // {{DATE(…)}} and {{TIME(…)}} are the only things that a card works out in a text.
    [GeneratedRegex(@"\{\{(?=(?:DATE|TIME)\()", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 2000)]
    private static partial Regex DateFunctions();
}
