using System.Globalization;
using System.Text;

namespace ComplianceAgent.Reports;

/// <summary>
/// Makes text chosen by strangers safe to print on a terminal: control characters (ESC among them), direction overrides, invisible
/// separators and lone surrogates are shown as what they are, so that a name can neither move the cursor, nor forge a line, nor set
/// the clipboard, nor read backwards.
/// </summary>
public static class TerminalText
{
    /// <summary>Longest text printed when nothing else is said.</summary>
    public const int DefaultLength = 200;

    /// <summary>Stands at the end of a text that was cut.</summary>
    public const char CutMark = '…';

    /// <summary>Escapes and cuts. The result is never longer than <paramref name="maxLength"/> UTF-16 units.</summary>
    public static string Escape(string? text, int maxLength = DefaultLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        var safe = new StringBuilder();
        var rest = (text ?? "").AsSpan();
        while (!rest.IsEmpty)
        {
            var isLone = Rune.DecodeFromUtf16(rest, out var rune, out var used) != System.Buffers.OperationStatus.Done;
            var shown = isLone ? Visible(rest[0]) : IsUnsafe(rune) ? Visible(rune.Value) : rune.ToString();
            var isLast = used == rest.Length;
            if (safe.Length + shown.Length + (isLast ? 0 : 1) > maxLength)
            {
                return safe.Append(CutMark).ToString();
            }

            safe.Append(shown);
            rest = rest[used..];
        }

        return safe.ToString();
    }

    private static bool IsUnsafe(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static string Visible(int value) =>
        value > 0xFFFF ? "\\U" + value.ToString("X8", CultureInfo.InvariantCulture) : "\\u" + value.ToString("X4", CultureInfo.InvariantCulture);
}
