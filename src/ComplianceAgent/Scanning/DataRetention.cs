using ComplianceAgent.Reasons;
using ComplianceAgent.Reports;
using ComplianceAgent.Violations.Privacy;
using ComplianceAgent.Violations.Reviews;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Scanning;

/// <summary>What retention did.</summary>
/// <param name="Counts">How much was erased, or would be.</param>
/// <param name="Files">Report files that were erased, or would be.</param>
/// <param name="Notes">What could not be done, or is kept by a legal hold.</param>
/// <param name="Fault">Why it did not come to its end; null when it did.</param>
public sealed record RetentionOutcome(ErasureCounts Counts, IReadOnlyList<string> Files, IReadOnlyList<Reason> Notes, string? Fault = null);

/// <summary>Erases what is past retention: of the store in one transaction, and dated report files. A simulated tenant has its own time.</summary>
public sealed partial class DataRetention(StoreSession stores, ReportFolder reports, IOptions<PrivacyOptions> options, ILogger<DataRetention> logger)
{
    /// <summary>After a scan that was stored. A fault is told and logged, and the scan stays what it is.</summary>
    /// <param name="tenant">Tenant key.</param>
    /// <param name="directory">Folder the scan's reports go to; null for none.</param>
    /// <param name="at">The tenant's time.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<RetentionOutcome> AfterScanAsync(string tenant, string? directory, DateTimeOffset at, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await RunAsync(tenant, directory, new RetentionRequest(options.Value.RetainMonths, at, Author: null) { IsTenantsTime = true }, isDryRun: false, cancellationToken);
            if (!outcome.Counts.IsNothing)
            {
                Log.Erased(logger, tenant, outcome.Counts.Violations, outcome.Counts.Decisions, outcome.Counts.EventParts, outcome.Counts.Reports);
            }

            return outcome;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception failure)
        {
            Log.Failed(logger, tenant, failure is StoreException or IOException or UnauthorizedAccessException ? failure.Message : failure.ToString());
            return new(ErasureCounts.None, [], [], failure.Message);
        }
    }

    /// <summary>By a person's order.</summary>
    public Task<RetentionOutcome> TidyAsync(string tenant, string directory, Author author, DateTimeOffset at, bool isDryRun, CancellationToken cancellationToken) =>
        RunAsync(tenant, directory, new RetentionRequest(options.Value.RetainMonths, at, author), isDryRun, cancellationToken);

    private async Task<RetentionOutcome> RunAsync(string tenant, string? directory, RetentionRequest request, bool isDryRun, CancellationToken cancellationToken)
    {
        var store = stores.Current ?? throw new InvalidOperationException("The store has not been opened.");
        var now = request.IsTenantsTime ? request.At : await store.TimeOfAsync(tenant, request.At, cancellationToken);
        var isHeld = (await store.LegalHoldsAsync(tenant, cancellationToken)).Standing.Count > 0;
        var notes = new List<Reason>();
        var old = directory is null ? [] : Outdated(directory, tenant, now);
        if (isHeld && old.Count > 0)
        {
            // Which report is evidence of what is held, nobody can say for the person who asked for the hold.
            notes.Add(Reason.Of("reports-held", ("count", old.Count.ToString(System.Globalization.CultureInfo.InvariantCulture))));
            old = [];
        }

        var files = isDryRun ? old : ReportFolder.Delete(old, notes);
        var counts = await store.RetainAsync(tenant, request with { At = now, IsTenantsTime = true, Reports = files.Count }, isDryRun, cancellationToken);
        var isErased = counts.Violations + counts.Decisions + counts.EventParts > 0;
        if (!isDryRun && (isErased || request.Author is not null))
        {
            notes.AddRange(await store.ScrubAsync(cancellationToken));
        }

        return new(counts, [.. files.Select(file => file.Path)], notes);
    }

    private List<ReportFile> Outdated(string directory, string tenant, DateTimeOffset now)
    {
        var before = now.AddMonths(-options.Value.RetainReportMonths);
        return [.. reports.Of(directory, tenant).Where(file => file.At <= before)];
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Tenant {Tenant}: personal data past retention was erased: of {Violations} violations, of {Decisions} decisions, {Parts} personal parts of events, {Reports} report files.")]
        public static partial void Erased(ILogger logger, string tenant, int violations, int decisions, int parts, int reports);

        [LoggerMessage(LogLevel.Error, "Tenant {Tenant}: personal data past retention could not be erased, the scan itself is stored: {Why} The next scan tries again, or run 'compliance-agent privacy tidy'.")]
        public static partial void Failed(ILogger logger, string tenant, string why);
    }
}
