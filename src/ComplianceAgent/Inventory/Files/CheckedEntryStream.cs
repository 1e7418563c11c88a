using System.Globalization;
using System.IO.Hashing;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory.Files;

/// <summary>
/// The bytes of a zip entry, counted and summed while they pass. The library checks neither length nor CRC-32 of what it unpacks, so a
/// zip put together from two downloads would read as whole. A broken end shows as the end of the stream and a <see cref="Fault"/>:
/// what came before was real.
/// </summary>
internal sealed class CheckedEntryStream(Stream entry, string name, long length, uint crc) : Stream
{
    private readonly Crc32 sum = new();
    private long count;
    private bool ended;

    /// <summary>What is wrong with the entry; null while nothing is known to be.</summary>
    public Reason? Fault { get; private set; }

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

    /// <summary>Goes on to the end of the entry, so that its sum can be judged even when the reader stopped early.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        var rest = new byte[64 * 1024];
        while (await ReadAsync(rest, cancellationToken) > 0)
        {
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (ended || buffer.IsEmpty)
        {
            return 0;
        }

        try
        {
            var read = await entry.ReadAsync(buffer, cancellationToken);
            return Account(buffer.Span, read);
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException)
        {
            ended = true;
            Fault = Reason.Of("zip-data-broken", ("file", name));
            return 0;
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

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

    private int Account(ReadOnlySpan<byte> buffer, int read)
    {
        count += read;
        sum.Append(buffer[..read]);
        if (read > 0 && count <= length)
        {
            return read;
        }

        ended = true;
        if (count != length)
        {
            Fault = Reason.Of("zip-short", ("file", name), ("bytes", Text(count)), ("announced", Text(length)));
        }
        else if (sum.GetCurrentHashAsUInt32() != crc)
        {
            Fault = Reason.Of("zip-crc", ("file", name));
        }

        // Bytes beyond the announced length are not handed on.
        return count > length ? (int)Math.Max(0, read - (count - length)) : 0;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
