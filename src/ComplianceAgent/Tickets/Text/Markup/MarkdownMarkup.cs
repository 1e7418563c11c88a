using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ComplianceAgent.Tickets.Text.Markup;

/// <summary>
/// Markdown (CommonMark, GitHub's, Redmine's). Escapes are undone before a tracker looks for mentions and references of its own, so a word that
/// could be one stands as code, where none looks.
/// </summary>
internal static partial class MarkdownMarkup
{
    /// <summary>Signs that every reader of Markdown takes a backslash before, Redcarpet among them.</summary>
    private static readonly SearchValues<char> Escaped = SearchValues.Create("\\`*_{}[]<>#+!|~&^=$\"");

    /// <summary>The document as Markdown.</summary>
    public static string Write(TextDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return string.Join("\n\n", document.Blocks.Select(Block).Where(block => block.Length > 0));
    }

    private static string Block(TextBlock block) => block switch
    {
        HeadingBlock heading => new string('#', Math.Clamp(heading.Level, 1, 3) + 1) + " " + Line(heading.Spans),
        ParagraphBlock paragraph => Line(paragraph.Spans),
        ListBlock list => string.Join('\n', list.Items.Select((item, index) => Mark(list, index) + Line(item))),
        RuleBlock => "---",
        _ => "",
    };

    private static string Mark(ListBlock list, int index) => list.Numbered ? (index + 1).ToString(CultureInfo.InvariantCulture) + ". " : "- ";

    private static string Line(ImmutableArray<TextSpan> spans) => WikiLine.Write(spans, startsLine: true, Span);

    private static string Span(TextSpan span, WikiLine.Piece piece)
    {
        var isLink = SpanText.Address(span) is not null;
        var text = Words(piece.Text, piece.StartsLine, isLink);
        if (SpanText.Address(span) is { } address)
        {
            text = $"[{text}](<{address.Replace("<", "%3C", StringComparison.Ordinal).Replace(">", "%3E", StringComparison.Ordinal)}>)";
        }

        return span.Bold && piece.StandsFree ? "**" + text + "**" : text;
    }

    private static string Words(string text, bool startsLine, bool isLink)
    {
        var written = new StringBuilder(text.Length + 16);
        var at = 0;
        while (at < text.Length)
        {
            var end = EndOfRun(text, at);
            var run = text[at..end];
            written.Append(char.IsWhiteSpace(run[0]) ? " " : !isLink && References().IsMatch(run) ? Code(run) : Escape(run, startsLine && at == 0));
            at = end;
        }

        return written.ToString();
    }

    /// <summary>Where the word, or the blanks, that begin here end.</summary>
    private static int EndOfRun(string text, int start)
    {
        var end = start + 1;
        while (end < text.Length && char.IsWhiteSpace(text[end]) == char.IsWhiteSpace(text[start]))
        {
            end++;
        }

        return end;
    }

    private static string Code(string word)
    {
        var fence = new string('`', LongestTicks(word) + 1);
        var blank = word[0] == '`' || word[^1] == '`' ? " " : "";
        return fence + blank + word + blank + fence;
    }

    private static int LongestTicks(string word)
    {
        var (longest, run) = (0, 0);
        foreach (var c in word)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    private static string Escape(string word, bool startsLine)
    {
        var written = new StringBuilder(word.Length + 8);
        for (var i = 0; i < word.Length; i++)
        {
            var inWord = i > 0 && i + 1 < word.Length && char.IsLetterOrDigit(word[i - 1]) && char.IsLetterOrDigit(word[i + 1]);
            var isMark = Escaped.Contains(word[i]) || (word[i] == '-' && !inWord) || (word[i] == ':' && i == 0) || (startsLine && (word[i] is '.' or ')'));
            written.Append(isMark ? "\\" : "").Append(word[i]);
        }

        return written.ToString();
    }

    // #12, r12, @name, user:admin, version#3, [[page]], {{macro}}, :smile:, PHONE-12 as a key of an issue, a commit's hash.
    [GeneratedRegex(@"[#@]\w|\[\[|\{\{|(?<![\p{L}\p{N}])r\d|\p{L}:[^\s]|:\w+:|(?<![\p{L}\p{N}])[A-Z][A-Z0-9]+-\d|(?<![\p{L}\p{N}])[0-9a-f]{7,40}(?![\p{L}\p{N}])|!\d", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 2000)]
    private static partial Regex References();
}
