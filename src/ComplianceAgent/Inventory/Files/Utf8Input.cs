using System.Text;
using System.Text.Unicode;

namespace ComplianceAgent.Inventory.Files;

/// <summary>
/// Hands out a text file in blocks of UTF-8, whatever it was saved in: UTF-8 with or without byte order mark, UTF-16 of either byte
/// order, Windows-1252. The last has no mark: a byte that cannot be UTF-8 is read as Windows-1252 on its own, while every sequence
/// that is UTF-8 stays so. Thus one bad name in an export cannot turn the rest of it into another alphabet.
/// </summary>
internal sealed class Utf8Input
{
    private const int BlockSize = 128 * 1024;
    private static readonly char[] Windows1252 = [.. Enumerable.Range(0, 256).Select(b => CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString([(byte)b])[0])];

    private readonly Stream source;
    private readonly Decoder? utf16;
    private readonly bool mends;
    private readonly byte[] raw;
    private char[] characters = [];
    private byte[] mended = [];
    private int start;
    private int filled;
    private bool ended;

    private Utf8Input(Stream source, byte[] raw, int filled)
    {
        (this.source, this.raw, this.filled) = (source, raw, filled);
        (utf16, start) = raw.AsSpan(0, filled) switch
        {
            [0xFF, 0xFE, ..] => (Utf16(bigEndian: false), 2),
            [0xFE, 0xFF, ..] => (Utf16(bigEndian: true), 2),
            [not 0, 0, not 0, 0, ..] => (Utf16(bigEndian: false), 0),
            [0, not 0, 0, not 0, ..] => (Utf16(bigEndian: true), 0),
            [0xEF, 0xBB, 0xBF, ..] => (null, 3),
            _ => (default(Decoder), 0),
        };
        mends = utf16 is null && start == 0;
    }

    /// <summary>Bytes that were read as Windows-1252 because they are no UTF-8.</summary>
    public long MendedBytes { get; private set; }

    /// <summary>True when the file ends in the middle of a character, so that it was cut off.</summary>
    public bool EndsInsideCharacter { get; private set; }

    /// <summary>Opens a source by its first block, which is full unless the file is shorter.</summary>
    public static async Task<(Utf8Input Input, FileKind Kind)> OpenAsync(Stream source, CancellationToken cancellationToken)
    {
        var head = new byte[BlockSize];
        var length = await source.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        return (new Utf8Input(source, head, length), FileKinds.OfRaw(head.AsSpan(0, length)));
    }

    /// <summary>The next block; empty at the end. It is valid until the next call.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancellationToken)
    {
        while (!ended)
        {
            if (filled - start <= 3)
            {
                await RefillAsync(cancellationToken);
            }

            var block = utf16 is null ? NextUtf8() : NextUtf16();
            if (!block.IsEmpty)
            {
                return block;
            }
        }

        return default;
    }

    private static Decoder Utf16(bool bigEndian) => new UnicodeEncoding(bigEndian, byteOrderMark: false, throwOnInvalidBytes: false).GetDecoder();

    private async ValueTask RefillAsync(CancellationToken cancellationToken)
    {
        raw.AsSpan(start, filled - start).CopyTo(raw);
        filled -= start;
        start = 0;
        var read = await source.ReadAsync(raw.AsMemory(filled), cancellationToken);
        filled += read;
        ended = read == 0;
    }

    private ReadOnlyMemory<byte> NextUtf8()
    {
        var whole = start + (ended ? filled - start : WholeCharacters(raw.AsSpan(start, filled - start)));
        var block = raw.AsMemory(start..whole);
        if (ended && block.Length > 0)
        {
            // A file already known to be Windows-1252 may well end in an accented letter.
            EndsInsideCharacter = MendedBytes == 0 && WholeCharacters(block.Span) < block.Length;
        }

        start = whole;
        return !mends || Utf8.IsValid(block.Span) ? block : Mend(block.Span);
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
                var cutOff = needs > back && Rune.DecodeFromUtf8(bytes[^back..], out _, out _) == System.Buffers.OperationStatus.NeedMoreData;
                return cutOff ? bytes.Length - back : bytes.Length;
            }
        }

        return bytes.Length;
    }

    private ReadOnlyMemory<byte> Mend(ReadOnlySpan<byte> block)
    {
        Array.Resize(ref mended, Math.Max(mended.Length, block.Length * 3));
        var length = 0;
        while (!block.IsEmpty)
        {
            var used = 1;
            if (Rune.DecodeFromUtf8(block, out _, out var whole) == System.Buffers.OperationStatus.Done)
            {
                used = whole;
                block[..used].CopyTo(mended.AsSpan(length));
                length += used;
            }
            else
            {
                MendedBytes++;
                length += new Rune(Windows1252[block[0]]).EncodeToUtf8(mended.AsSpan(length));
            }

            block = block[used..];
        }

        return mended.AsMemory(0, length);
    }

    private ReadOnlyMemory<byte> NextUtf16()
    {
        // The decoder keeps half a character for the next block; what is missing at the very end comes out as U+FFFD.
        Array.Resize(ref characters, Math.Max(characters.Length, BlockSize));
        Array.Resize(ref mended, Math.Max(mended.Length, BlockSize * 3));
        var bytes = raw.AsSpan(start, filled - start);
        var odd = bytes.Length % 2;
        if (odd == 1 && !ended)
        {
            bytes = bytes[..^1];
        }

        EndsInsideCharacter = ended && odd == 1;
        start += bytes.Length;
        var count = utf16!.GetChars(bytes, characters, flush: ended);
        return mended.AsMemory(0, Encoding.UTF8.GetBytes(characters.AsSpan(0, count), mended));
    }
}
