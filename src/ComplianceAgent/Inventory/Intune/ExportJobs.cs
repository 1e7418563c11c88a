using ComplianceAgent.Reasons;
using Microsoft.Graph.Models;

namespace ComplianceAgent.Inventory.Intune;

/// <summary>How one export job ended.</summary>
internal enum ExportJobEnd
{
    /// <summary>The file is ready.</summary>
    Ready,

    /// <summary>Graph will not start such a job for this app (403).</summary>
    Forbidden,

    /// <summary>Graph refuses the question: report name or columns (400).</summary>
    Refused,

    /// <summary>The job failed, vanished or ended without an address: another one may do.</summary>
    Failed,

    /// <summary>No progress for too long: such a job never recovers, another one normally works.</summary>
    Stuck,

    /// <summary>Graph could not be asked.</summary>
    Unreachable,
}

/// <summary>What became of one export job. The address is a credential: it stays in this record and is printed nowhere.</summary>
internal sealed record ExportJobResult(ExportJobEnd End, Reason Reason)
{
    private Uri? Url { get; init; }

    /// <summary>A job whose file is ready.</summary>
    public static ExportJobResult ReadyAt(Uri url) => new(ExportJobEnd.Ready, Reason.Of("export-ready")) { Url = url };

    /// <summary>The address of a ready job's file.</summary>
    public Uri Address() => Url ?? throw new InvalidOperationException("Only a ready job has an address.");
}

/// <summary>Starts export jobs and waits for them.</summary>
internal sealed class ExportJobs(GraphConnection graph, TimeProvider clock)
{
    /// <summary>All that matching and joining need; Microsoft advises to name columns, since defaults change.</summary>
    private static readonly string[] LeanColumns = ["ApplicationName", "ApplicationPublisher", "ApplicationVersion", "DeviceId", "Platform"];

    /// <summary>Runs one job to its end.</summary>
    /// <param name="lean">Ask only for the columns used; otherwise for all.</param>
    /// <param name="lastGood">How long this tenant's last good job took.</param>
    /// <param name="progress">Told that it waits.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ExportJobResult> RunAsync(bool lean, TimeSpan? lastGood, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        var started = await graph.AskAsync(
            "start of an export job",
            cancel => graph.Client.DeviceManagement.Reports.ExportJobs.PostAsync(Job(lean), cancellationToken: cancel),
            cancellationToken);
        if (started.Fault is { } fault)
        {
            return new ExportJobResult(StartEnd(fault.Kind), fault.Reason);
        }

        return started.Value is { Id: { Length: > 0 } id } job
            ? await WaitAsync(id, job, PatienceOf(graph.Options, lastGood), progress, cancellationToken)
            : new ExportJobResult(ExportJobEnd.Failed, Reason.Of("export-job-without-id"));
    }

    /// <summary>How long a job may show no progress: a set time, or five times the last good job where that is longer.</summary>
    public static TimeSpan PatienceOf(GraphOptions options, TimeSpan? lastGood)
    {
        var least = TimeSpan.FromMinutes(options.ExportStuckMinutes);
        var usual = (lastGood ?? TimeSpan.Zero) * 5;
        return usual > least ? usual : least;
    }

    private static ExportJobEnd StartEnd(GraphFaultKind kind) => kind switch
    {
        GraphFaultKind.Forbidden => ExportJobEnd.Forbidden,
        GraphFaultKind.Refused or GraphFaultKind.NotFound => ExportJobEnd.Refused,
        _ => ExportJobEnd.Unreachable,
    };

    private DeviceManagementExportJob Job(bool lean) => new()
    {
        ReportName = graph.Options.ExportReport,
        Format = DeviceManagementReportFileFormat.Csv,
        LocalizationType = DeviceManagementExportJobLocalizationType.ReplaceLocalizableValues,
        Select = lean ? [.. LeanColumns] : null,
    };

    private async Task<ExportJobResult> WaitAsync(
        string id, DeviceManagementExportJob job, TimeSpan patience, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        var movedAt = clock.GetTimestamp();
        var begun = movedAt;
        ExportJobResult? end;
        while ((end = End(job)) is null)
        {
            if (clock.GetElapsedTime(movedAt) >= patience)
            {
                return new ExportJobResult(ExportJobEnd.Stuck, Reason.Of("export-job-stuck", ("status", Status(job)), ("minutes", Minutes(patience))));
            }

            progress.Report(new InventoryProgress("export job, seconds waited", (long)clock.GetElapsedTime(begun).TotalSeconds));
            await Task.Delay(graph.Options.PollInterval, clock, cancellationToken);
            var look = await graph.AskAsync(
                "export job", cancel => graph.Client.DeviceManagement.Reports.ExportJobs[id].GetAsync(cancellationToken: cancel), cancellationToken);
            if (look.Fault is { } fault)
            {
                return new ExportJobResult(fault.Kind == GraphFaultKind.NotFound ? ExportJobEnd.Failed : ExportJobEnd.Unreachable, fault.Reason);
            }

            movedAt = look.Value?.Status == job.Status ? movedAt : clock.GetTimestamp();
            job = look.Value ?? job;
        }

        return end;
    }

    /// <summary>Null while the job is not at its end; a status of tomorrow counts as not at its end.</summary>
    private static ExportJobResult? End(DeviceManagementExportJob job) => job.Status switch
    {
        DeviceManagementReportStatus.Completed when Uri.TryCreate(job.Url, UriKind.Absolute, out var url) => ExportJobResult.ReadyAt(url),
        DeviceManagementReportStatus.Completed => new ExportJobResult(ExportJobEnd.Failed, Reason.Of("export-job-without-url")),
        DeviceManagementReportStatus.Failed => new ExportJobResult(ExportJobEnd.Failed, Reason.Of("export-job-failed")),
        _ => null,
    };

    private static string Status(DeviceManagementExportJob job) => job.Status?.ToString() ?? "unknown";

    private static string Minutes(TimeSpan time) => ((long)time.TotalMinutes).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
