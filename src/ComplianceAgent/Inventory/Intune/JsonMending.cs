using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace ComplianceAgent.Inventory.Intune;

/// <summary>
/// Names are chosen by strangers, and half a surrogate pair or a byte that is no UTF-8 in one of them makes the SDK refuse the whole
/// page. Such places are replaced in the page itself, byte for byte, before it is read; the row stays, its name shows the scar.
/// </summary>
internal static class JsonMending
{
    private const int EscapeLength = 6;

    /// <summary>Mends a page in place; returns how many places there were.</summary>
    public static int Mend(Span<byte> json) => MendBytes(json) + MendEscapes(json);

    private static int MendBytes(Span<byte> json)
    {
        if (Utf8.IsValid(json))
        {
            return 0;
        }

        var mended = 0;
        while (!json.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(json, out _, out var used);
            if (status != OperationStatus.Done)
            {
                json[..used].Fill((byte)'?');
                mended++;
            }

            json = json[used..];
        }

        return mended;
    }

    private static int MendEscapes(Span<byte> json)
    {
        var mended = 0;
        while (json.IndexOf((byte)'\\') is >= 0 and var at)
        {
            json = json[at..];
            var length = EscapeAt(json, out var unit);
            if (char.IsSurrogate(unit))
            {
                // A high half and the low half behind it are one character; either alone is none.
                if (char.IsHighSurrogate(unit) && EscapeAt(json[length..], out var next) == EscapeLength && char.IsLowSurrogate(next))
                {
                    length += EscapeLength;
                }
                else
                {
                    "\\uFFFD"u8.CopyTo(json);
                    mended++;
                }
            }

            json = json[Math.Min(length, json.Length)..];
        }

        return mended;
    }

    /// <summary>Length of the escape at the start, and the UTF-16 unit of a numeric one.</summary>
    private static int EscapeAt(ReadOnlySpan<byte> json, out char unit)
    {
        unit = '\0';
        if (json.Length < EscapeLength || json[0] != (byte)'\\' || json[1] != (byte)'u')
        {
            return 2;
        }

        if (!Utf8Parser.TryParse(json.Slice(2, 4), out ushort value, out var used, 'x') || used != 4)
        {
            return 2;
        }

        unit = (char)value;
        return EscapeLength;
    }
}
