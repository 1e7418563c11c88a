using System.Buffers.Binary;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory.Files;

/// <summary>
/// Looks at the end of a zip before its directory is read, because the library would read a directory of any size into memory.
/// </summary>
internal static class ZipDirectory
{
    private const int EndRecord = 22;
    private const int LocatorRecord = 20;
    private const int LongestTail = EndRecord + ushort.MaxValue + LocatorRecord;

    // A directory entry holds a name, extra fields and a comment; one of them may be long, not all.
    private const long RoomForEntries = 1 << 20;

    /// <summary>Throws when the archive is cut off, split over files, or lists more than it may.</summary>
    public static async Task CheckAsync(Stream zip, string name, ArchiveLimits limits, CancellationToken cancellationToken)
    {
        var tail = new byte[(int)Math.Min(LongestTail, zip.Length)];
        zip.Seek(-tail.Length, SeekOrigin.End);
        await zip.ReadExactlyAsync(tail, cancellationToken);
        var (entries, directory) = await EndAsync(zip, tail, name, cancellationToken);
        if (directory > (ulong)zip.Length)
        {
            throw Broken(name);
        }

        if (entries > (ulong)limits.MaxEntries || (ulong)zip.Length - directory > RoomForEntries)
        {
            throw new InventoryException(Reason.Of("zip-too-many-entries", ("file", name), ("most", Text(limits.MaxEntries))));
        }
    }

    internal static InventoryException Broken(string name, Exception? inner = null) => new(Reason.Of("zip-broken", ("file", name)), inner);

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<(ulong Entries, ulong Directory)> EndAsync(Stream zip, byte[] tail, string name, CancellationToken cancellationToken)
    {
        var at = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (at < 0 || tail.Length - at < EndRecord)
        {
            throw Broken(name);
        }

        ulong entries = BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(at + 10));
        ulong directory = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 16));
        if (entries != ushort.MaxValue && directory != uint.MaxValue)
        {
            return (entries, directory);
        }

        var locator = at - LocatorRecord;
        return locator >= 0 && tail.AsSpan(locator).StartsWith("PK\u0006\u0007"u8)
            ? await LongEndAsync(zip, BinaryPrimitives.ReadUInt64LittleEndian(tail.AsSpan(locator + 8)), name, cancellationToken)
            : (entries, directory);
    }

    private static async Task<(ulong Entries, ulong Directory)> LongEndAsync(Stream zip, ulong at, string name, CancellationToken cancellationToken)
    {
        var record = new byte[56];
        if (zip.Length < record.Length || at > (ulong)(zip.Length - record.Length))
        {
            throw Broken(name);
        }

        zip.Position = (long)at;
        await zip.ReadExactlyAsync(record, cancellationToken);
        return (BinaryPrimitives.ReadUInt64LittleEndian(record.AsSpan(32)), BinaryPrimitives.ReadUInt64LittleEndian(record.AsSpan(48)));
    }
}
