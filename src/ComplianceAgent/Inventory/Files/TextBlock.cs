using ComplianceAgent.Inventory.Files.Csv;

namespace ComplianceAgent.Inventory.Files;

/// <summary>
/// A piece of a file on its way from bytes to rows. There is room before it for what the piece before left over, and behind it for
/// readers that look at more bytes at once than there are.
/// </summary>
internal sealed class TextBlock(int size)
{
    /// <summary>Bytes behind the text that may be read.</summary>
    public const int Slack = 64;

    private const int Headroom = 4096;

    private byte[] raw = [];
    private byte[] other = [];
    private byte[] text = [];
    private int start;
    private int length;

    /// <summary>Bytes of the file in this block.</summary>
    public ReadOnlySpan<byte> Raw => raw.AsSpan(Headroom, RawLength);

    /// <summary>How many.</summary>
    public int RawLength { get; private set; }

    /// <summary>Nothing follows.</summary>
    public bool IsLast { get; private set; }

    /// <summary>The text.</summary>
    public Span<byte> Text => text.AsSpan(start, length);

    /// <summary>The text and what may be read behind it.</summary>
    public Span<byte> TextAndSlack => text.AsSpan(start, length + Slack);

    /// <summary>Where its fields and rows are, when it is csv.</summary>
    public CsvIndex Index { get; } = new();

    /// <summary>Fills the block, in as many reads as it takes.</summary>
    public void Fill(Stream source, CancellationToken cancellationToken)
    {
        if (raw.Length == 0)
        {
            raw = GC.AllocateUninitializedArray<byte>(Headroom + size + Slack);
        }

        (RawLength, IsLast) = (0, false);
        while (RawLength < size && !IsLast)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var read = source.Read(raw, Headroom + RawLength, size - RawLength);
            RawLength += read;
            IsLast = read == 0;
        }

        (text, start, length) = (raw, Headroom, RawLength);
    }

    /// <summary>Leaves off the beginning of the text.</summary>
    public void Skip(int count) => (start, length) = (start + count, length - count);

    /// <summary>Keeps only the beginning of the text.</summary>
    public void Keep(int count) => length = count;

    /// <summary>Puts bytes before the text.</summary>
    public void Prepend(ReadOnlySpan<byte> head)
    {
        if (head.Length > start)
        {
            var whole = new byte[Headroom + head.Length + length + Slack];
            Text.CopyTo(whole.AsSpan(Headroom + head.Length));
            (text, other, start) = (whole, whole, Headroom + head.Length);
        }

        start -= head.Length;
        length += head.Length;
        head.CopyTo(Text);
    }

    /// <summary>Room to write the text anew while the present one is read; <see cref="Keep"/> says how much came out.</summary>
    public Span<byte> Rewrite(int most)
    {
        if (other.Length < Headroom + most + Slack || ReferenceEquals(other, text))
        {
            other = GC.AllocateUninitializedArray<byte>(Headroom + most + Slack);
        }

        (text, start, length) = (other, Headroom, most);
        return Text;
    }
}
