using System.Buffers;
using System.Text;

namespace ComplianceAgent.Inventory;

/// <summary>
/// Cleans text chosen by strangers (app, device and user names) once, where it is read, so that no later part meets a NUL, a lone
/// surrogate or a name of a megabyte. What is a look-alike or a direction override stays: that is evidence, and each writer
/// escapes it for its own format.
/// </summary>
public static class ForeignText
{
    /// <summary>Longest text kept, in UTF-16 units; a longer one is cut and ends in <see cref="CutMark"/>.</summary>
    public const int MaxLength = 512;

    /// <summary>Stands at the end of a text that was cut.</summary>
    public const char CutMark = '…';

    private static readonly SearchValues<char> Suspicious = SearchValues.Create(
        string.Concat(Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Select(c => (char)c)) + "\u2028\u2029\uFFFE\uFFFF");

    /// <summary>Cleans a UTF-16 text; null becomes empty. Returns the same instance when there is nothing to do.</summary>
    public static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        return text.Length <= MaxLength && !text.AsSpan().ContainsAny(Suspicious) && !HasSurrogate(text) && !HasOuterBlank(text)
            ? text
            : CleanSlowly(text);
    }

    /// <summary>Cleans a UTF-8 text; bytes that are no UTF-8 become U+FFFD.</summary>
    public static string Clean(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length <= MaxLength * 4)
        {
            return Clean(Encoding.UTF8.GetString(utf8));
        }

        // Four bytes a character at most: what lies beyond can never be kept, once the blanks in front are gone.
        utf8 = TrimStart(utf8);
        var cut = utf8.Length > MaxLength * 4;
        var text = Clean(Encoding.UTF8.GetString(cut ? utf8[..(MaxLength * 4)] : utf8));
        return cut && !text.EndsWith(CutMark) ? Clean(text + CutMark) : text;
    }

    /// <summary>A UTF-8 text without the blanks it begins with.</summary>
    internal static ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> utf8)
    {
        while (Rune.DecodeFromUtf8(utf8, out var rune, out var used) == OperationStatus.Done && Rune.IsWhiteSpace(rune))
        {
            utf8 = utf8[used..];
        }

        return utf8;
    }

    private static bool HasOuterBlank(string text) => char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]);

    private static bool HasSurrogate(string text) => text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF');

    private static string CleanSlowly(string text)
    {
        var clean = new StringBuilder(Math.Min(text.Length, MaxLength));
        var rest = text.AsSpan().Trim();
        while (!rest.IsEmpty && clean.Length < MaxLength)
        {
            // A lone surrogate decodes as U+FFFD here.
            Rune.DecodeFromUtf16(rest, out var rune, out var used);
            rest = rest[used..];
            if (rune.IsBmp && Suspicious.Contains((char)rune.Value))
            {
                clean.Append(rune.Value is '\t' or '\n' or '\r' or 0x2028 or 0x2029 ? ' ' : '\uFFFD');
            }
            else
            {
                clean.Append(rune.ToString());
            }
        }

        if (rest.IsEmpty && clean.Length <= MaxLength)
        {
            return clean.ToString().TrimEnd();
        }

        // Never cut inside a pair.
        var length = Math.Min(clean.Length, MaxLength - 1);
        if (char.IsHighSurrogate(clean[length - 1]))
        {
            length--;
        }

        return clean.ToString(0, length) + CutMark;
    }
}
