using System.Reflection;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Reports;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Scanning;

/// <summary>Makes reports of what is stored, or of a scan that stored nothing, and puts them on disk.</summary>
public sealed class ReportPublisher(StoreSession stores, ReportFiles files, TimeProvider clock)
{
    private static readonly TimeSpan EndedIsRecent = TimeSpan.FromDays(90);

    private static readonly string Version =
        typeof(ReportPublisher).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    /// <summary>Reports of what is stored of a tenant.</summary>
    /// <param name="tenant">Tenant key.</param>
    /// <param name="policies">Policies in force, for deadlines; null when none is named.</param>
    /// <param name="directory">Folder, absolute.</param>
    /// <param name="formats">Formats.</param>
    /// <param name="at">The moment the report speaks of; null for the clock, or for a simulated tenant its last scan.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<string>> PublishAsync(
        string tenant, PolicySet? policies, string directory, IReadOnlyList<string> formats, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var store = stores.Current ?? throw new InvalidOperationException("The store has not been opened.");
        var state = await store.ReadAsync(tenant, cancellationToken) ?? throw new InventoryException(Reason.Of("tenant-not-stored", ("tenant", tenant)));
        // A simulated tenant has a time of its own: to report on it by today's clock would make every date wrong.
        var now = at ?? (state.Simulated ? state.LastScan?.FinishedAt : null) ?? clock.GetUtcNow();
        var input = new ReportInput
        {
            Tenant = tenant,
            Simulated = state.Simulated,
            LastScan = state.LastScan,
            LastCompleteScan = state.LastCompleteScan,
            Violations = [.. state.Violations, .. state.Ended.Where(violation => now - violation.StateSince <= EndedIsRecent)],
            Policies = policies,
            Reviews = state.Reviews,
            Trend = [.. state.RecentScans.Where(scan => !scan.OlderThanKnown)
                .Select(scan => new TrendPoint(scan.InventoryAsOf, scan.OpenViolations, scan.DevicesInViolation, scan.Devices, scan.Complete))],
            Now = now,
            ProductVersion = Version,
        };
        return await files.WriteAsync(ReportModel.Build(input), directory, formats, cancellationToken);
    }

    /// <summary>Reports of a dry run.</summary>
    public Task<IReadOnlyList<string>> WriteAsync(ScanReport scan, PolicySet policies, string directory, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scan);
        var input = new ReportInput
        {
            Tenant = scan.Result.Tenant,
            Simulated = scan.Result.Simulated,
            LastScan = scan.Result,
            LastCompleteScan = scan.Result.Complete ? scan.Result : null,
            Violations = [.. scan.Live, .. scan.Changes.Select(change => change.Violation).Where(violation => !violation.IsLive)],
            Policies = policies,
            Reviews = scan.Reviews,
            Now = at ?? clock.GetUtcNow(),
            ProductVersion = Version,
        };
        return files.WriteAsync(ReportModel.Build(input), directory, ReportFormats.All, cancellationToken);
    }
}
