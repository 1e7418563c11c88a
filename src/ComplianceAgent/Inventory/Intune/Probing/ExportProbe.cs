using ComplianceAgent.Inventory.Files;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory.Intune.Probing;

/// <summary>
/// Runs one export job and looks at its file: columns, spellings and counts remain, rows do not. The file lies where that of a scan lies, private
/// and unlinked.
/// </summary>
internal sealed class ExportProbe(ExportJobs jobs, Func<ExportDownload> newDownload, PrivateFiles files, ArchiveLimits limits, TimeProvider clock)
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <summary>Runs the job.</summary>
    public async Task<ExportProbed> RunAsync(IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        var (asked, job) = ("lean", await jobs.RunAsync(lean: true, null, progress, cancellationToken));
        if (job.End == ExportJobEnd.Refused)
        {
            (asked, job) = ("all", await jobs.RunAsync(lean: false, null, progress, cancellationToken));
        }

        return job.End == ExportJobEnd.Ready
            ? new ExportProbed(job.Address(), null, new ProbedExport { Outcome = "", Asked = asked, Seconds = (int)clock.GetElapsedTime(begun).TotalSeconds })
            : new ExportProbed(null, job.Reason, new ProbedExport { Outcome = job.Reason.Code, Asked = asked });
    }

    /// <summary>Fetches the file of a job and reads it.</summary>
    public async Task<ExportProbed> ReadAsync(ExportProbed job, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        try
        {
            using var file = files.Create();
            var download = await newDownload().FetchAsync(job.Address!, file, progress, cancellationToken);
            return download.End == DownloadEnd.Whole ? await ReadFileAsync(job, file, progress, cancellationToken) : job.Failed(download.Reason);
        }
        catch (InventoryException unusable)
        {
            return job.Failed(unusable.Reason);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return job.Failed(Reason.Of("export-disk-failed"));
        }
    }

    private async Task<ExportProbed> ReadFileAsync(ExportProbed job, FileStream file, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        var head = await HeadAsync(file, cancellationToken);
        file.Position = 0;
        var columns = new ColumnProbe();
        var read = await new TableReader(limits).ReadAsync(file, "the export", columns, () => progress.Report(new InventoryProgress("app rows", columns.Taken)), cancellationToken);
        var text = head.AsSpan().StartsWith(ByteOrderMark) ? head.AsSpan(ByteOrderMark.Length) : head;
        var isCsv = FileKinds.OfText(text) == FileKind.Csv;
        var shape = job.Shape with
        {
            Outcome = read.FirstFault?.Code ?? "read",
            Bytes = file.Length,
            Kind = isCsv ? "csv" : "json",
            Bom = text.Length != head.Length,
            Delimiter = isCsv ? ((char)CsvDialect.Detect(text).Delimiter).ToString() : "",
            Columns = columns.Shaped,
            Platforms = columns.Platforms,
            Rows = columns.Taken,
            SetAside = columns.Aside,
        };
        return job with { Fault = read.FirstFault, Shape = shape };
    }

    /// <summary>The first bytes of what is packed in the file.</summary>
    private async Task<byte[]> HeadAsync(FileStream file, CancellationToken cancellationToken)
    {
        var head = new byte[4096];
        var length = await file.ReadAtLeastAsync(head, 4, throwOnEndOfStream: false, cancellationToken);
        if (FileKinds.OfRaw(head.AsSpan(0, length)) == FileKind.Zip)
        {
            using var zip = await ZipExport.OpenAsync(file, "the export", limits, cancellationToken);
            length = zip.Content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        }

        return head[..length];
    }
}

/// <summary>How far an export was followed.</summary>
/// <param name="Address">Where the file lies: a credential, to be printed nowhere; null without a job.</param>
/// <param name="Fault">What went wrong.</param>
/// <param name="Shape">What it was like.</param>
internal sealed record ExportProbed(Uri? Address, Reason? Fault, ProbedExport Shape)
{
    /// <summary>The same, ended by a fault.</summary>
    public ExportProbed Failed(Reason fault) => this with { Fault = fault, Shape = Shape with { Outcome = fault.Code } };

    /// <summary>Address and credential stay out of every log.</summary>
    public override string ToString() => Shape.Outcome;
}
