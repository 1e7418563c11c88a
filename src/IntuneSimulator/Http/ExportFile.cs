using System.Buffers.Binary;
using System.IO.Compression;
using IntuneSimulator.Faults;
using IntuneSimulator.Reports;
using IntuneSimulator.Tenants;

namespace IntuneSimulator.Http;

/// <summary>Writes a job's zip to the simulator's own folder, sound or broken.</summary>
internal static class ExportFile
{
    private const int DirectorySignature = 0x02014b50;
    private const int CrcInDirectory = 16;

    public static async Task WriteAsync(ExportJob job, ITenantModel tenant, DateTimeOffset now)
    {
        var entry = $"{job.Id}.{job.Format}";
        await using var file = new FileStream(job.FilePath, FileMode.Create, FileAccess.ReadWrite, FileShare.Read, 64 * 1024, FileOptions.Asynchronous);
        switch (job.Fault)
        {
            case SimulatorFault.ZipEmpty:
                await using (await ZipArchive.CreateAsync(file, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null))
                {
                }

                break;
            case SimulatorFault.ZipContentCutShort:
                await WriteCutShortAsync(file, job, tenant, now, entry);
                break;
            default:
                await ReportWriter.WriteZipAsync(file, tenant, now, job.Report, entry);
                break;
        }

        await SpoilAsync(file, job.Fault, entry);
    }

    private static async Task SpoilAsync(FileStream file, SimulatorFault? fault, string entry)
    {
        switch (fault)
        {
            case SimulatorFault.ZipTruncated:
                file.SetLength(file.Length / 2);
                break;
            case SimulatorFault.ZipWrongCrc:
                await FlipCrcAsync(file);
                break;
            case SimulatorFault.ZipTwoFiles:
                file.Position = 0;
                await using (var zip = await ZipArchive.CreateAsync(file, ZipArchiveMode.Update, leaveOpen: true, entryNameEncoding: null))
                {
                    await using var second = await zip.CreateEntry("second-" + entry).OpenAsync();
                    await second.WriteAsync("DeviceId,ApplicationName\r\n"u8.ToArray());
                }

                break;
            default:
                break;
        }
    }

    /// <summary>A sound zip over a report that lost its tail in the middle of a row.</summary>
    private static async Task WriteCutShortAsync(FileStream file, ExportJob job, ITenantModel tenant, DateTimeOffset now, string entry)
    {
        var whole = job.FilePath + ".whole";
        await using var plain = new FileStream(whole, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await ReportWriter.WriteAsync(plain, tenant, now, job.Report);
        var cut = plain.Length * 2 / 3;
        plain.Position = cut;
        while (cut > 0 && plain.ReadByte() is '\r' or '\n' or ',' or '"')
        {
            plain.Position = --cut;
        }

        plain.SetLength(cut);
        plain.Position = 0;
        await using var zip = await ZipArchive.CreateAsync(file, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null);
        await using var target = await zip.CreateEntry(entry, CompressionLevel.Fastest).OpenAsync();
        await plain.CopyToAsync(target);
    }

    /// <summary>Changes the checksum in the directory at the end and in the local header, which repeat each other.</summary>
    private static async Task FlipCrcAsync(FileStream file)
    {
        var tail = new byte[Math.Min(file.Length, 4096)];
        file.Position = file.Length - tail.Length;
        await file.ReadExactlyAsync(tail);
        for (var i = 0; i + CrcInDirectory < tail.Length; i++)
        {
            if (BinaryPrimitives.ReadInt32LittleEndian(tail.AsSpan(i)) != DirectorySignature)
            {
                continue;
            }

            file.Position = file.Length - tail.Length + i + CrcInDirectory;
            await file.WriteAsync(new[] { (byte)~tail[i + CrcInDirectory] });
            file.Position = 14;
            await file.WriteAsync(new[] { (byte)~tail[i + CrcInDirectory] });
            return;
        }
    }
}
