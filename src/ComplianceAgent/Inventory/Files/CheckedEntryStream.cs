using System.Globalization;
using System.IO.Hashing;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory.Files;

/// <summary>
/// The bytes of a zip entry, counted and summed while they pass. The library checks neither length nor CRC-32 of what it unpacks, so a
/// zip put together from two downloads would read as whole. A broken end shows as the end of the stream and is judged afterwards: what
/// came before was real.
/// </summary>
internal sealed class CheckedEntryStream(Stream entry, string name, long length, uint crc) : Stream
{
    private readonly Crc32 sum = new();
    private long count;
    private bool ended;
    private bool isBroken;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => count;
        set => throw new NotSupportedException();
    }

    /// <summary>Takes bytes that were handed out into the sum. Apart from reading, so that another thread can do it.</summary>
    public void Sum(ReadOnlySpan<byte> bytes) => sum.Append(bytes);

    /// <summary>What is wrong with the entry, once all of it was read and summed; null when nothing is.</summary>
    public Reason? Judge() =>
        isBroken ? Reason.Of("zip-data-broken", ("file", name))
        : count != length ? Reason.Of("zip-short", ("file", name), ("bytes", Text(count)), ("announced", Text(length)))
        : sum.GetCurrentHashAsUInt32() != crc ? Reason.Of("zip-crc", ("file", name))
        : null;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (ended || buffer.IsEmpty)
        {
            return 0;
        }

        try
        {
            return Account(entry.Read(buffer));
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException)
        {
            ended = isBroken = true;
            return 0;
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            entry.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Account(int read)
    {
        count += read;
        ended = read == 0 || count > length;

        // Bytes beyond the announced length are not handed on.
        return count > length ? (int)Math.Max(0, read - (count - length)) : read;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
