using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace ComplianceAgent.Inventory.Files;

/// <summary>
/// Turns the blocks of a text file into UTF-8, whatever it was saved in: UTF-8 with or without byte order mark, UTF-16 of either byte
/// order, Windows-1252. The last has no mark: a byte that cannot be UTF-8 is read as Windows-1252 on its own, while every sequence
/// that is UTF-8 stays so. Thus one bad name in an export cannot turn the rest of it into another alphabet.
/// </summary>
internal sealed class Utf8Text
{
    private static readonly char[] Windows1252 = [.. Enumerable.Range(0, 256).Select(b => CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString([(byte)b])[0])];

    private readonly Decoder? utf16;
    private readonly bool mends;
    private readonly int mark;
    private readonly byte[] partial = new byte[3];
    private int partialLength;
    private bool isBegun;
    private char[] characters = [];

    /// <summary>Tells the encoding by the file's first bytes.</summary>
    public Utf8Text(ReadOnlySpan<byte> head)
    {
        (utf16, mark) = head switch
        {
            [0xFF, 0xFE, ..] => (Utf16(bigEndian: false), 2),
            [0xFE, 0xFF, ..] => (Utf16(bigEndian: true), 2),
            [not 0, 0, not 0, 0, ..] => (Utf16(bigEndian: false), 0),
            [0, not 0, 0, not 0, ..] => (Utf16(bigEndian: true), 0),
            [0xEF, 0xBB, 0xBF, ..] => (null, 3),
            _ => (default(Decoder), 0),
        };
        mends = utf16 is null && mark == 0;
    }

    /// <summary>Bytes that were read as Windows-1252 because they are no UTF-8.</summary>
    public long MendedBytes { get; private set; }

    /// <summary>True when the file ends in the middle of a character, so that it was cut off.</summary>
    public bool EndsInsideCharacter { get; private set; }

    /// <summary>Decodes the next block, in its place where it can; a character that is not all there goes to the next.</summary>
    public void Decode(TextBlock block)
    {
        block.Skip(isBegun ? 0 : mark);
        isBegun = true;
        block.Prepend(partial.AsSpan(0, partialLength));
        if (utf16 is null)
        {
            DecodeUtf8(block);
        }
        else
        {
            DecodeUtf16(block);
        }
    }

    private static Decoder Utf16(bool bigEndian) => new UnicodeEncoding(bigEndian, byteOrderMark: false, throwOnInvalidBytes: false).GetDecoder();

    private void DecodeUtf8(TextBlock block)
    {
        var whole = WholeCharacters(block.Text);
        if (block.IsLast)
        {
            // A file already known to be Windows-1252 may well end in an accented letter.
            EndsInsideCharacter = MendedBytes == 0 && whole < block.Text.Length;
        }
        else
        {
            Postpone(block, whole);
        }

        if (mends && !Utf8.IsValid(block.Text))
        {
            Mend(block);
        }
    }

    private void Postpone(TextBlock block, int whole)
    {
        partialLength = block.Text.Length - whole;
        block.Text[whole..].CopyTo(partial);
        block.Keep(whole);
    }

    /// <summary>Length without a character that is not all there yet.</summary>
    private static int WholeCharacters(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var lead = bytes[^back];
            var needs = lead switch { >= 0xF0 and < 0xF8 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 1 };
            if (lead is < 0x80 or >= 0xC0)
            {
                var cutOff = needs > back && Rune.DecodeFromUtf8(bytes[^back..], out _, out _) == OperationStatus.NeedMoreData;
                return cutOff ? bytes.Length - back : bytes.Length;
            }
        }

        return bytes.Length;
    }

    private void Mend(TextBlock block)
    {
        ReadOnlySpan<byte> from = block.Text;
        var to = block.Rewrite(from.Length * 3);
        var length = 0;
        while (!from.IsEmpty)
        {
            var used = 1;
            if (Rune.DecodeFromUtf8(from, out _, out var whole) == OperationStatus.Done)
            {
                used = whole;
                from[..used].CopyTo(to[length..]);
                length += used;
            }
            else
            {
                MendedBytes++;
                length += new Rune(Windows1252[from[0]]).EncodeToUtf8(to[length..]);
            }

            from = from[used..];
        }

        block.Keep(length);
    }

    private void DecodeUtf16(TextBlock block)
    {
        // The decoder keeps half a pair for the next block; what is missing at the very end comes out as U+FFFD.
        var odd = block.Text.Length % 2;
        EndsInsideCharacter = block.IsLast && odd == 1;
        if (!block.IsLast)
        {
            Postpone(block, block.Text.Length - odd);
        }

        ReadOnlySpan<byte> from = block.Text;
        Array.Resize(ref characters, Math.Max(characters.Length, from.Length + 2));
        var text = characters.AsSpan(0, utf16!.GetChars(from, characters, flush: block.IsLast));
        block.Keep(Encoding.UTF8.GetBytes(text, block.Rewrite(text.Length * 3)));
    }
}
