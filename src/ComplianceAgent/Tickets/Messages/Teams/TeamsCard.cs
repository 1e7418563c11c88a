using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Text.Markup;
using ComplianceAgent.Tickets.Text.Templates;

namespace ComplianceAgent.Tickets.Messages.Teams;

/// <summary>A text as Teams takes it: an Adaptive Card in a message, within Teams' limit of size.</summary>
internal static class TeamsCard
{
    /// <summary>Teams refuses a message above 28 KB; a little is left for what the workflow adds.</summary>
    public const int MaxBytes = 27 * 1024;

    /// <summary>The body of the request. What does not fit is cut from the end and told as a number.</summary>
    public static string Write(NoticeText text, string language)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = Lines(text.Body).ToList();
        var whole = Message(text.Title, lines, "");
        if (Encoding.UTF8.GetByteCount(whole) <= MaxBytes)
        {
            return whole;
        }

        // The most lines that fit, found by halving.
        var (fits, tooMany) = (0, lines.Count);
        while (tooMany - fits > 1)
        {
            var middle = (fits + tooMany) / 2;
            (fits, tooMany) = Encoding.UTF8.GetByteCount(Cut(text.Title, lines, middle, language)) <= MaxBytes ? (middle, tooMany) : (fits, middle);
        }

        return Cut(text.Title, lines, fits, language);
    }

    private static string Cut(string title, List<TextBlock> lines, int keep, string language)
    {
        var left = lines.Skip(keep).Count(line => line is ListBlock);
        var words = language.Split('+').Distinct(StringComparer.Ordinal).Select(NoticeWords.Of);
        var more = string.Join(" / ", words.Select(word => word.Say("and-more", ("n", (left > 0 ? left : lines.Count - keep).ToString("N0", CultureInfo.InvariantCulture)))));
        return Message(title, lines.Take(keep), more);
    }

    /// <summary>Every item a block of its own, so that a list can end anywhere.</summary>
    private static IEnumerable<TextBlock> Lines(TextDocument document) => document.Blocks.SelectMany(block => block is ListBlock { Numbered: false } list
        ? list.Items.Select(item => (TextBlock)new ListBlock([item]))
        : [block]);

    private static string Message(string title, IEnumerable<TextBlock> lines, string more)
    {
        ImmutableArray<TextBlock> blocks = [new HeadingBlock(1, [new TextSpan(Short(title))]), .. lines, .. more.Length > 0 ? [new ParagraphBlock([new TextSpan(more)])] : Array.Empty<TextBlock>()];
        return new JsonObject
        {
            ["type"] = "message",
            ["attachments"] = new JsonArray(new JsonObject
            {
                ["contentType"] = "application/vnd.microsoft.card.adaptive",
                ["contentUrl"] = null,
                ["content"] = AdaptiveCardMarkup.Write(new TextDocument(blocks)),
            }),
        }.ToJsonString();
    }

    private static string Short(string title) => title.Length <= 500 ? title : SpanText.OneLine(title[..499]) + "…";
}
