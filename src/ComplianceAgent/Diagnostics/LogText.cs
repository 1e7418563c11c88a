using System.Buffers;
using System.Globalization;
using System.Text;

namespace ComplianceAgent.Diagnostics;

/// <summary>
/// Makes text chosen by strangers safe for logs and terminals: control characters (ESC among them), direction overrides, invisible
/// separators and lone surrogates are shown as what they are, so that a name can neither move the cursor, nor forge a line, nor set the
/// clipboard, nor read backwards.
/// </summary>
public static class LogText
{
    /// <summary>Stands at the end of a text that was cut.</summary>
    public const char CutMark = '…';

    // Everything printable of Latin-1: a text of these alone needs no closer look.
    private static readonly SearchValues<char> Harmless = SearchValues.Create(
        string.Concat(Enumerable.Range(0x20, 0x5F).Concat(Enumerable.Range(0xA1, 0x0C)).Concat(Enumerable.Range(0xAE, 0x52)).Select(c => (char)c)));

    /// <summary>Escapes; returns the same instance when there is nothing to do.</summary>
    public static string Escape(string? text) => Escape(text, int.MaxValue);

    /// <summary>Escapes and cuts. The result is never longer than <paramref name="maxLength"/> UTF-16 units.</summary>
    public static string Escape(string? text, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        text ??= "";
        return text.Length <= maxLength && !text.AsSpan().ContainsAnyExcept(Harmless) ? text : EscapeSlowly(text, maxLength, keepLines: false);
    }

    /// <summary>Escapes, but lets line breaks and tabs of our own layout through.</summary>
    public static string EscapeKeepingLines(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return EscapeSlowly(text, int.MaxValue, keepLines: true);
    }

    private static string EscapeSlowly(string text, int maxLength, bool keepLines)
    {
        var safe = new StringBuilder(Math.Min(text.Length, maxLength));
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var isLone = Rune.DecodeFromUtf16(rest, out var rune, out var used) != OperationStatus.Done;
            var shown = isLone ? Visible(rest[0]) : IsUnsafe(rune, keepLines) ? Visible(rune.Value) : rune.ToString();
            if (safe.Length + shown.Length + (used == rest.Length ? 0 : 1) > maxLength)
            {
                return safe.Append(CutMark).ToString();
            }

            safe.Append(shown);
            rest = rest[used..];
        }

        return safe.Length == text.Length ? text : safe.ToString();
    }

    private static bool IsUnsafe(Rune rune, bool keepLines) =>
        !(keepLines && (rune.Value is '\n' or '\r' or '\t'))
        && (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static string Visible(int value) =>
        value > 0xFFFF ? "\\U" + value.ToString("X8", CultureInfo.InvariantCulture) : "\\u" + value.ToString("X4", CultureInfo.InvariantCulture);
}
