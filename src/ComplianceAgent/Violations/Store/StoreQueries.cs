using System.Globalization;
using System.Security.Cryptography;
using ComplianceAgent.Inventory;
using ComplianceAgent.Violations.Audit;
using ComplianceAgent.Violations.Reviews;
using Microsoft.EntityFrameworkCore;

namespace ComplianceAgent.Violations.Store;

/// <summary>What is read from the store; every query names its tenant.</summary>
internal static class StoreQueries
{
    private const int TrendScans = 90;
    private const int IdsAQuery = 500;

    public static async Task<TenantKnowledge> KnowledgeAsync(StoreContext context, string tenant, CancellationToken cancellationToken)
    {
        var row = await TenantAsync(context, tenant, cancellationToken);
        return new()
        {
            Tenant = tenant,
            Violations = await ViolationsAsync(context, tenant, cancellationToken),
            LastScan = await LastScanAsync(context, tenant, completeOnly: false, long.MaxValue, cancellationToken),
            LastCompleteScan = await LastScanAsync(context, tenant, completeOnly: true, long.MaxValue, cancellationToken),
            Reviews = ReviewBook.Of(await DecisionQueries.ReviewsAsync(context, tenant, cancellationToken)),
            Exceptions = await ExceptionQueries.BookAsync(context, tenant, cancellationToken),
            Excuses = await ExcusingQueries.BookAsync(context, tenant, cancellationToken),
            LastErasure = await ErasureWriter.LastAsync(context, tenant, cancellationToken),
            FingerprintKey = row?.FingerprintKey ?? RandomNumberGenerator.GetBytes(32),
        };
    }

    public static async Task<TenantState?> StateAsync(StoreContext context, string tenant, CancellationToken cancellationToken)
    {
        if (await TenantAsync(context, tenant, cancellationToken) is not { } row)
        {
            return null;
        }

        var violations = await ViolationsAsync(context, tenant, cancellationToken);
        return new()
        {
            Tenant = tenant,
            Simulated = row.Simulated,
            LastScan = await LastScanAsync(context, tenant, completeOnly: false, long.MaxValue, cancellationToken),
            LastCompleteScan = await LastScanAsync(context, tenant, completeOnly: true, long.MaxValue, cancellationToken),
            RecentScans = await TrendAsync(context, tenant, long.MaxValue, cancellationToken),
            Reviews = ReviewBook.Of(await DecisionQueries.ReviewsAsync(context, tenant, cancellationToken)),
            Exceptions = await ExceptionQueries.BookAsync(context, tenant, cancellationToken),
            Excuses = await ExcusingQueries.BookAsync(context, tenant, cancellationToken),
            Violations = [.. violations.Where(violation => violation.IsLive)],
            Ended = [.. violations.Where(violation => !violation.IsLive).OrderByDescending(violation => violation.StateSince)],
        };
    }

    /// <summary>The result of a scan if it was stored; null if it was not.</summary>
    public static async Task<ScanResult?> StoredAsync(StoreContext context, ScanRun run, CancellationToken cancellationToken)
    {
        var json = await context.Scans.Where(scan => scan.Tenant == run.Tenant && scan.Number == run.Number).Select(scan => scan.Result).SingleOrDefaultAsync(cancellationToken);
        return json is null ? null : StoreJson.ReadResult(json);
    }

    public static async Task<IReadOnlyDictionary<string, KnownDevice>> DevicesAsync(
        StoreContext context, string tenant, IReadOnlyCollection<string> deviceIds, CancellationToken cancellationToken)
    {
        var devices = new Dictionary<string, KnownDevice>();
        foreach (var ids in deviceIds.Chunk(IdsAQuery))
        {
            var rows = await context.Devices.AsNoTracking()
                .Where(device => device.Tenant == tenant && EF.Parameter(ids).Contains(device.DeviceId))
                .ToListAsync(cancellationToken);
            rows.ForEach(device => devices[device.DeviceId] = Known(device));
        }

        return devices;
    }

    public static async Task<IReadOnlyList<StoredEvent>> EventsAsync(
        StoreContext context, string tenant, long after, int limit, CancellationToken cancellationToken)
    {
        var rows = await context.Events.AsNoTracking()
            .Where(row => row.Tenant == tenant && row.Sequence > after)
            .OrderBy(row => row.Sequence)
            .Take(limit)
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(row => new StoredEvent(
            row.Sequence, row.ScanNumber, row.At, row.Kind, row.ViolationId, StoreJson.ReadReason(row.ReasonCode, row.Parameters)));
    }

    public static async Task<IReadOnlyList<StoredTenant>> TenantsAsync(StoreContext context, CancellationToken cancellationToken) =>
        await context.AcrossTenants<TenantRow>()
            .OrderBy(row => row.Tenant)
            .Select(row => new StoredTenant(row.Tenant, row.Simulated, row.StoredScan))
            .ToListAsync(cancellationToken);

    public static Task<TenantRow?> TenantAsync(StoreContext context, string tenant, CancellationToken cancellationToken) =>
        context.Tenants.AsNoTracking().SingleOrDefaultAsync(row => row.Tenant == tenant, cancellationToken);

    private static async Task<List<Violation>> ViolationsAsync(StoreContext context, string tenant, CancellationToken cancellationToken)
    {
        var rows = (
            from violation in context.Violations.AsNoTracking()
            where violation.Tenant == tenant
            join known in context.Devices.AsNoTracking() on new { violation.Tenant, violation.DeviceId } equals new { known.Tenant, known.DeviceId } into fleet
            from device in fleet.DefaultIfEmpty()
            orderby violation.DeviceId, violation.PolicyId, violation.Subject
            select new { Violation = violation, Device = device }).AsAsyncEnumerable();
        // One row at a time: a big tenant's rows and violations need not be in memory together.
        var violations = new List<Violation>();
        var texts = new SharedTexts();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            var violation = row.Violation.ToViolation(texts);
            violations.Add(row.Device is { } device ? Dated(violation, unchecked((ulong?)device.Fingerprint), device.InventoryAt) : violation);
        }

        return violations;
    }

    /// <summary>Violations by id, dated by their devices.</summary>
    public static async Task<IReadOnlyDictionary<Guid, Violation>> ViolationsAsync(StoreContext context, string tenant, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var violations = new Dictionary<Guid, Violation>();
        foreach (var chunk in ids.Chunk(IdsAQuery))
        {
            var rows = await context.Violations.AsNoTracking().Where(row => row.Tenant == tenant && EF.Parameter(chunk).Contains(row.Id)).ToListAsync(cancellationToken);
            var devices = await DevicesAsync(context, tenant, [.. rows.Select(row => row.DeviceId).Distinct()], cancellationToken);
            var texts = new SharedTexts();
            foreach (var violation in rows.Select(row => row.ToViolation(texts)))
            {
                violations[violation.Id] = devices.GetValueOrDefault(violation.DeviceId) is { } device ? Dated(violation, device.State.Fingerprint, device.InventoryAt) : violation;
            }
        }

        return violations;
    }

    /// <summary>
    /// What every scan confirms is not written again, but its device's row is when the inventory changes: so the date and fingerprint of
    /// the last sighting stand there, unless they are older than the violation's own.
    /// </summary>
    public static Violation Dated(Violation violation, ulong? fingerprint, DateTimeOffset inventoryAt) =>
        violation.IsLive && violation.NotConfirmedSince is null && (fingerprint == violation.Fingerprint || inventoryAt > violation.InventoryAt)
            ? violation with { Fingerprint = fingerprint, InventoryAt = inventoryAt }
            : violation;

    /// <summary>The last scan up to a number that changed state; null when there is none.</summary>
    public static async Task<ScanResult?> LastScanAsync(StoreContext context, string tenant, bool completeOnly, long upTo, CancellationToken cancellationToken)
    {
        var row = await context.Scans.AsNoTracking()
            .Where(scan => scan.Tenant == tenant && scan.Number <= upTo && !scan.OlderThanKnown && (scan.Complete || !completeOnly))
            .OrderByDescending(scan => scan.Number)
            .FirstOrDefaultAsync(cancellationToken);
        if (row is null)
        {
            return null;
        }

        await RefuseChangedAsync(context, row, cancellationToken);
        return StoreJson.ReadResult(row.Result) with { Chain = ScanWriter.HeadOf(row) };
    }

    /// <summary>The figures of reports and the ground of the next scan: not to be taken from a row that is not what was stored.</summary>
    private static async Task RefuseChangedAsync(StoreContext context, ScanRow row, CancellationToken cancellationToken)
    {
        var previous = await context.Scans.Where(scan => scan.Tenant == row.Tenant && scan.Number < row.Number).OrderByDescending(scan => scan.Number).Select(scan => scan.Hash)
            .FirstOrDefaultAsync(cancellationToken) ?? AuditLinks.Beginning;
        var isBefore = row.Hash == AuditLinks.Beginning && previous == AuditLinks.Beginning;
        if (!isBefore && AuditLinks.Of(previous, new ScanContent(row.Tenant, row.Number, row.Result, row.EventsSequence, row.EventsHash)) != row.Hash)
        {
            throw new StoreException(
                $"Scan {row.Number.ToString(CultureInfo.InvariantCulture)} of tenant '{row.Tenant}' is not what was stored: it does not fit its link. The store is damaged, or somebody changed it. Run 'compliance-agent audit verify', and restore the last backup that checks well; nothing was written.");
        }
    }

    /// <summary>The figures of the last scans up to a number, oldest first.</summary>
    public static async Task<IReadOnlyList<ScanSummary>> TrendAsync(StoreContext context, string tenant, long upTo, CancellationToken cancellationToken)
    {
        var newest = await context.Scans
            .Where(scan => scan.Tenant == tenant && scan.Number <= upTo)
            .OrderByDescending(scan => scan.Number)
            .Take(TrendScans)
            .Select(scan => new ScanSummary(
                scan.Number, scan.StartedAt, scan.FinishedAt, scan.InventoryAsOf, scan.Complete, scan.OlderThanKnown, scan.Devices, scan.OpenViolations, scan.DevicesInViolation, scan.Opened, scan.Resolved))
            .ToListAsync(cancellationToken);
        newest.Reverse();
        return newest;
    }

    public static KnownDevice Known(DeviceRow row) => new(
        new DeviceState(row.DeviceId, (Platform)row.Platform, (DeviceOwner)row.Owner, (CoverageClass)row.Coverage, row.ReasonCode, unchecked((ulong?)row.Fingerprint), row.RowCount),
        row.Since,
        row.InventoryAt);
}
