using System.Buffers;
using System.Text;

namespace ComplianceAgent.Reports;

/// <summary>
/// A last wall before every file format: text is cleaned where it is read, but no writer relies on that. What no text file may hold
/// (control characters, lone surrogates, non-characters) becomes U+FFFD.
/// </summary>
internal static class PlainText
{
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        string.Concat(Enumerable.Range(0, 0x20).Where(c => c is not ('\t' or '\n' or '\r')).Concat(Enumerable.Range(0x7F, 0x21)).Select(c => (char)c)) + "\uFFFE\uFFFF");

    public static string Of(string text) =>
        text.AsSpan().ContainsAny(Forbidden) || text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Clean(text) : text;

    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // EnumerateRunes gives U+FFFD for a lone surrogate.
            clean.Append(rune.IsBmp && Forbidden.Contains((char)rune.Value) ? "\uFFFD" : rune.ToString());
        }

        return clean.ToString();
    }
}
