using System.Collections.Immutable;
using System.Text;

namespace ComplianceAgent.Tickets.Text.Markup;

/// <summary>Puts the spans of a line together for targets whose marks depend on what stands beside them.</summary>
internal static class WikiLine
{
    /// <summary>A span's text without outer blanks, and what it stands between.</summary>
    /// <param name="Text">Text, not empty and not yet escaped.</param>
    /// <param name="StartsLine">Nothing stands before it.</param>
    /// <param name="Before">Character before it; a blank at the start.</param>
    /// <param name="After">Character after it; a blank at the end.</param>
    public readonly record struct Piece(string Text, bool StartsLine, char Before, char After)
    {
        /// <summary>True when marks around it are read as marks: only blanks, or the ends of the line, are beside it.</summary>
        public bool StandsFree => char.IsWhiteSpace(Before) && (char.IsWhiteSpace(After) || After is '.' or ',' or ';' or ':');
    }

    /// <summary>Writes a line: blanks at a span's ends go outside its marks, empty spans and the line's own outer blanks go.</summary>
    public static string Write(ImmutableArray<TextSpan> spans, bool startsLine, Func<TextSpan, Piece, string> write)
    {
        var texts = spans.Select(SpanText.Of).ToArray();
        var line = new StringBuilder();
        for (var i = 0; i < texts.Length; i++)
        {
            var core = texts[i].Trim();
            if (core.Length == 0)
            {
                line.Append(texts[i].Length > 0 && line.Length > 0 ? " " : "");
                continue;
            }

            if (line.Length > 0 && char.IsWhiteSpace(texts[i][0]))
            {
                line.Append(' ');
            }

            var piece = new Piece(core, startsLine && line.Length == 0, line.Length > 0 ? line[^1] : ' ', After(texts, i));
            line.Append(write(spans[i], piece)).Append(char.IsWhiteSpace(texts[i][^1]) ? " " : "");
        }

        return line.ToString().TrimEnd();
    }

    private static char After(string[] texts, int at)
    {
        if (char.IsWhiteSpace(texts[at][^1]))
        {
            return ' ';
        }

        var next = texts.Skip(at + 1).FirstOrDefault(text => text.Length > 0);
        return next is null ? ' ' : next[0];
    }
}
