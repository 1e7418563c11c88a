using System.Buffers;
using System.Text;

namespace IntuneSimulator.Reports;

/// <summary>
/// Text to bytes for CSV and JSON, odd text included: a lone surrogate becomes the bytes it stands for (which are not valid UTF-8) in CSV
/// and an escape in JSON, as careless producers write it. Library writers would mend or refuse it.
/// </summary>
internal static class TextBytes
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",;\t\"\r\n");

    public static byte[] Csv(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return [];
        }

        var quoted = text.AsSpan().ContainsAny(NeedsQuotes) || text[0] == ' ' || text[^1] == ' ';
        return Encode(quoted ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text);
    }

    public static byte[] Json(string? text)
    {
        if (text is null)
        {
            return "null"u8.ToArray();
        }

        var json = new StringBuilder(text.Length + 2).Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                json.Append(c).Append(text[++i]);
            }
            else if (c is '"' or '\\' || c < ' ' || char.IsSurrogate(c))
            {
                json.Append("\\u").Append(((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
            }
            else
            {
                json.Append(c);
            }
        }

        return Encode(json.Append('"').ToString());
    }

    private static byte[] Encode(string text)
    {
        var bytes = new ArrayBufferWriter<byte>(text.Length + 8);
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var status = Rune.DecodeFromUtf16(rest, out var rune, out var used);
            if (status == OperationStatus.Done)
            {
                bytes.Advance(rune.EncodeToUtf8(bytes.GetSpan(4)));
            }
            else
            {
                var c = rest[0];
                bytes.Write([(byte)(0xE0 | (c >> 12)), (byte)(0x80 | ((c >> 6) & 0x3F)), (byte)(0x80 | (c & 0x3F))]);
            }

            rest = rest[used..];
        }

        return bytes.WrittenSpan.ToArray();
    }
}
