using System.Buffers;
using System.Text;

namespace ComplianceAgent.Tickets.Text.Markup;

/// <summary>
/// The characters of a span as every target is given them, before its own escapes: one line, without control characters, addresses taken
/// apart so that no mail client or chat makes links of them, and directions closed in. A span with a link is ours: its address stays whole.
/// </summary>
internal static class SpanText
{
    private static readonly SearchValues<char> Controls = SearchValues.Create(
        string.Concat(Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Select(c => (char)c)) + "\u2028\u2029\uFFFE\uFFFF");

    /// <summary>The text of a span.</summary>
    public static string Of(TextSpan span)
    {
        ArgumentNullException.ThrowIfNull(span);
        return span.Link is null ? Of(span.Text) : Directions.Isolate(OneLine(span.Text));
    }

    /// <summary>A text without a link.</summary>
    public static string Of(string text) => Directions.Isolate(Defanging.Of(OneLine(text)));

    /// <summary>The address behind a span; null for none, and for a scheme that nobody should click.</summary>
    public static string? Address(TextSpan span)
    {
        ArgumentNullException.ThrowIfNull(span);
        return span.Link is { IsAbsoluteUri: true } link && link.Scheme is "https" or "http" or "mailto" ? span.Link.AbsoluteUri : null;
    }

    /// <summary>Breaks and tabs become blanks, what no text may hold becomes U+FFFD, a lone surrogate too.</summary>
    public static string OneLine(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.AsSpan().ContainsAny(Controls) && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return text;
        }

        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            line.Append(rune.IsBmp && Controls.Contains((char)rune.Value) ? Instead(rune.Value) : rune.ToString());
        }

        return line.ToString();
    }

    private static string Instead(int control) => control is '\t' or '\n' or '\v' or '\f' or '\r' or 0x85 or 0x2028 or 0x2029 ? " " : "\uFFFD";
}
