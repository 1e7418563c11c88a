using ComplianceAgent.Diagnostics;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory.Intune;

/// <summary>What became of the export route.</summary>
/// <param name="Read">What was read; null when no file could be read at all.</param>
/// <param name="Setbacks">What went wrong on the way, in order.</param>
/// <param name="JobTime">How long the good job took.</param>
internal sealed record ExportRead(AppsRead? Read, IReadOnlyList<Reason> Setbacks, TimeSpan? JobTime)
{
    /// <summary>True when every row was read.</summary>
    public bool IsWhole => Read is { Faults.Count: 0 };
}

/// <summary>The first route: one export job for the whole fleet, its file fetched into a private place and read from there.</summary>
internal sealed class ExportRoute(
    ExportJobs jobs, Func<ExportDownload> newDownload, PrivateFiles files, ReadExport readExport, GraphOptions options, TimeProvider clock)
{
    private readonly List<Reason> setbacks = [];
    private AppsRead? read;
    private bool lean = true;
    private int badFiles;
    private TimeSpan? jobTime;

    /// <summary>Reads the apps, with fresh jobs where they help.</summary>
    public async Task<ExportRead> ReadAsync(
        InventoryCollector collector, TimeSpan? lastGood, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        var tries = options.ExportJobTries;
        for (var started = 0; started < tries; started++)
        {
            var step = await RunAsync(collector, lastGood, progress, cancellationToken);
            if (step == ExportStep.AllColumns)
            {
                // The refused question started no job.
                started--;
                lean = false;
            }
            else if (step != ExportStep.FreshJob)
            {
                break;
            }
        }

        return new ExportRead(read, setbacks, jobTime);
    }

    private async Task<ExportStep> RunAsync(
        InventoryCollector collector, TimeSpan? lastGood, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        var job = await AgentTrace.InAsync(
            "inventory.export.job",
            () => jobs.RunAsync(lean, lastGood, progress, cancellationToken),
            ended => ended.End == ExportJobEnd.Ready ? null : ended.Reason.Code);
        var step = ExportRules.After(job.End, lean);
        if (step != ExportStep.GoOn)
        {
            setbacks.Add(job.Reason);
            return step;
        }

        jobTime = clock.GetElapsedTime(begun);
        using var file = Open();
        return file is null ? ExportStep.GiveUp : await FetchAndReadAsync(job.Address(), file, collector, progress, cancellationToken);
    }

    private async Task<ExportStep> FetchAndReadAsync(
        Uri url, FileStream file, InventoryCollector collector, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        var download = await AgentTrace.InAsync(
            "inventory.export.download",
            () => newDownload().FetchAsync(url, file, progress, cancellationToken),
            ended => ExportRules.After(ended.End, badFiles: 0) == ExportStep.GoOn ? null : ended.Reason.Code);
        badFiles += download.End == DownloadEnd.Broken ? 1 : 0;
        var step = ExportRules.After(download.End, badFiles);
        if (step != ExportStep.GoOn)
        {
            setbacks.Add(download.Reason);
            return step;
        }

        return await ReadFileAsync(file, collector, progress, cancellationToken);
    }

    private async Task<ExportStep> ReadFileAsync(
        FileStream file, InventoryCollector collector, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        // Rows of an earlier, broken file would count twice.
        collector.Restart();
        try
        {
            var outcome = await AgentTrace.InAsync(
                "inventory.export.parse",
                () => readExport(file, options.ExportReport + " export", collector, progress, cancellationToken),
                parsed => parsed.Faults is [var first, ..] ? first.Code : null);
            read = new AppsRead(InventoryRoute.Export, outcome.Faults, outcome.Notes);
        }
        catch (Exception e) when (e is InventoryException or IOException or InvalidDataException)
        {
            // A file of another shape may come of the columns asked for: the next job asks for all.
            lean = false;
            read = new AppsRead(InventoryRoute.Export, [(e as InventoryException)?.Reason ?? Reason.Of("export-file-unreadable")], []);
        }

        if (read.Faults.Count == 0)
        {
            return ExportStep.GoOn;
        }

        setbacks.AddRange(read.Faults);
        return ExportRules.AfterBadFile(++badFiles);
    }

    private FileStream? Open()
    {
        try
        {
            return files.Create();
        }
        catch (Exception e) when (e is InventoryException or IOException or UnauthorizedAccessException)
        {
            // The other route needs no disk; a folder open to others is told as it is.
            setbacks.Add((e as InventoryException)?.Reason ?? Reason.Of("export-disk-failed"));
            return null;
        }
    }
}
