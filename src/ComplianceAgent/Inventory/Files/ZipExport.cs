using System.Globalization;
using System.IO.Compression;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory.Files;

/// <summary>
/// Opens the one file of an exported zip. Whatever else a zip can be (encrypted, nested, of many files, a bomb, a name that climbs out
/// of a folder) is refused by name; nothing is ever unpacked to disk.
/// </summary>
internal sealed class ZipExport : IDisposable
{
    // The library asks for eight kilobytes at a time.
    private const int ReadAhead = 256 * 1024;

    private readonly ZipArchive archive;

    private ZipExport(ZipArchive archive, string entry, CheckedEntryStream content)
    {
        this.archive = archive;
        Entry = entry;
        Content = content;
    }

    /// <summary>Name of the file within.</summary>
    public string Entry { get; }

    /// <summary>Its bytes, checked against the directory while they are read.</summary>
    public CheckedEntryStream Content { get; }

    /// <summary>Opens a seekable zip.</summary>
    public static async Task<ZipExport> OpenAsync(Stream zip, string name, ArchiveLimits limits, CancellationToken cancellationToken)
    {
        await ZipDirectory.CheckAsync(zip, name, limits, cancellationToken);
        zip.Position = 0;
        ZipArchive? archive = null;
        try
        {
            archive = await ZipArchive.CreateAsync(new BufferedStream(zip, ReadAhead), ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellationToken);
            var entry = OnlyFile(archive, name);
            Check(entry, name, limits);
            return new ZipExport(archive, entry.Name, new CheckedEntryStream(await entry.OpenAsync(cancellationToken), name, entry.Length, entry.Crc32));
        }
        catch (Exception broken) when (broken is InvalidDataException or NotSupportedException or EndOfStreamException or ArgumentException or OverflowException)
        {
            archive?.Dispose();
            throw ZipDirectory.Broken(name, broken);
        }
        catch
        {
            archive?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Content.Dispose();
        archive.Dispose();
    }

    private static ZipArchiveEntry OnlyFile(ZipArchive archive, string name)
    {
        var entries = archive.Entries;
        if (entries.Any(entry => entry.FullName == "[Content_Types].xml"))
        {
            throw Refused("file-document", name);
        }

        return entries.Count switch
        {
            0 => throw Refused("zip-empty", name),
            1 => entries[0],
            _ => throw Refused("zip-second-file", name, ("entry", ForeignText.Clean(entries[1].FullName))),
        };
    }

    private static void Check(ZipArchiveEntry entry, string name, ArchiveLimits limits)
    {
        var shown = ForeignText.Clean(entry.FullName);
        if (entry.IsEncrypted)
        {
            throw Refused("zip-encrypted", name, ("entry", shown));
        }

        if (entry.FullName.AsSpan().ContainsAny("/\\:\0") || entry.FullName is "" or "." or "..")
        {
            throw Refused("zip-entry-path", name, ("entry", shown));
        }

        if (!entry.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && !entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            throw Refused(entry.Name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) ? "zip-nested" : "zip-entry-kind", name, ("entry", shown));
        }

        CheckSize(entry, name, limits);
    }

    private static void CheckSize(ZipArchiveEntry entry, string name, ArchiveLimits limits)
    {
        if (entry.Length > limits.MaxBytes)
        {
            throw Refused("zip-too-large", name, ("bytes", Text(entry.Length)), ("most", Text(limits.MaxBytes)));
        }

        if (entry.Length > ArchiveLimits.RatioFloor && entry.Length / Math.Max(1, entry.CompressedLength) >= limits.MaxRatio)
        {
            throw Refused("zip-ratio", name, ("bytes", Text(entry.Length)), ("packed", Text(entry.CompressedLength)), ("most", Text(limits.MaxRatio)));
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static InventoryException Refused(string code, string name, params ReadOnlySpan<(string, string)> more) =>
        new(Reason.Of(code, [("file", name), .. more]));
}
