using System.Buffers.Text;
using System.Text;

namespace ComplianceAgent.Inventory.Files;

/// <summary>Undoes json escapes. The library's own throws on a lone surrogate, and one name would end the scan.</summary>
internal static class JsonText
{
    /// <summary>Writes the text of a string token; never longer than the token. A lone surrogate becomes U+FFFD.</summary>
    public static int Unescape(ReadOnlySpan<byte> token, Span<byte> to)
    {
        var written = 0;
        while (!token.IsEmpty)
        {
            var end = token.IndexOf((byte)'\\');
            var plain = end < 0 ? token : token[..end];
            plain.CopyTo(to[written..]);
            written += plain.Length;
            token = token[plain.Length..];
            if (token.Length >= 2)
            {
                written += UnescapeOne(ref token, to[written..]);
            }
            else
            {
                token = default;
            }
        }

        return written;
    }

    private static int UnescapeOne(ref ReadOnlySpan<byte> token, Span<byte> to)
    {
        if (token[1] == 'u')
        {
            return UnescapeUnit(ref token, to);
        }

        to[0] = token[1] switch { (byte)'b' => 8, (byte)'f' => 12, (byte)'n' => 10, (byte)'r' => 13, (byte)'t' => 9, var letter => letter };
        token = token[2..];
        return 1;
    }

    private static int UnescapeUnit(ref ReadOnlySpan<byte> token, Span<byte> to)
    {
        var unit = Unit(token);
        token = token[Math.Min(6, token.Length)..];
        if (char.IsHighSurrogate(unit) && token.StartsWith("\\u"u8) && char.IsLowSurrogate(Unit(token)))
        {
            var pair = new Rune(unit, Unit(token));
            token = token[6..];
            return pair.EncodeToUtf8(to);
        }

        return (Rune.TryCreate(unit, out var rune) ? rune : Rune.ReplacementChar).EncodeToUtf8(to);
    }

    // The reader has seen to it that four hex digits follow.
    private static char Unit(ReadOnlySpan<byte> token) =>
        token.Length >= 6 && Utf8Parser.TryParse(token[2..6], out ushort unit, out var used, 'x') && used == 4 ? (char)unit : '\uFFFD';
}
