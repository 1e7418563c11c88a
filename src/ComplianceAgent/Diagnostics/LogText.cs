using System.Buffers;
using System.Globalization;
using System.Text;

namespace ComplianceAgent.Diagnostics;

/// <summary>
/// Makes characters visible that could drive a terminal or forge a line in a log: C0 and C1 controls, line and paragraph
/// separators, direction overrides. Names are chosen by strangers.
/// </summary>
public static class LogText
{
    private static readonly SearchValues<char> Dangerous = SearchValues.Create(
        string.Concat(Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Select(c => (char)c))
        + "\u061C\u200E\u200F\u2028\u2029\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\uFEFF");

    /// <summary>Escapes dangerous characters as <c>\uXXXX</c>; returns the same instance when there are none.</summary>
    public static string Escape(string text) => Escape(text, keepLines: false);

    /// <summary>Escapes, but lets line breaks and tabs of our own layout through.</summary>
    public static string EscapeKeepingLines(string text) => Escape(text, keepLines: true);

    private static string Escape(string text, bool keepLines)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.AsSpan().ContainsAny(Dangerous) && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16);
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var whole = Rune.DecodeFromUtf16(rest, out var rune, out var used) == OperationStatus.Done;
            var first = rest[0];
            if (!whole || (Dangerous.Contains(first) && !(keepLines && first is '\n' or '\r' or '\t')))
            {
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)first:X4}");
            }
            else
            {
                escaped.Append(rune.ToString());
            }

            rest = rest[used..];
        }

        return escaped.ToString();
    }
}
