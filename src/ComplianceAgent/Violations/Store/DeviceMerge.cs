using ComplianceAgent.Inventory;
using Microsoft.EntityFrameworkCore;

namespace ComplianceAgent.Violations.Store;

/// <summary>A device as a scan saw it; the store dates what changed.</summary>
/// <param name="DeviceId">Intune device id.</param>
/// <param name="Platform">Platform.</param>
/// <param name="Owner">Owner.</param>
/// <param name="Coverage">Coverage over all policies.</param>
/// <param name="ReasonCode">Code of the reason of the coverage.</param>
/// <param name="Fingerprint">Fingerprint of its app rows; null when the route gives none, and what was known stays.</param>
/// <param name="RowCount">Number of its app rows.</param>
public readonly record struct DeviceState(
    string DeviceId, Platform Platform, DeviceOwner Owner, CoverageClass Coverage, string ReasonCode, ulong? Fingerprint, int RowCount);

/// <summary>
/// Brings the table of devices in line with a complete scan, writing only what differs. Both come in the order of their ids, so one walk
/// along the two compares them: neither is held or sorted here, and the rows of a first scan are appended.
/// </summary>
internal static class DeviceMerge
{
    private const int RowsAtOnce = 2_000;
    private const int DeletesAtOnce = 500;

    /// <summary>Writes what changed and returns how many rows that were, and how many rows of before were kept for past reports.</summary>
    /// <param name="context">Context in a transaction.</param>
    /// <param name="tenant">Tenant key.</param>
    /// <param name="devices">The whole fleet in ascending order of <see cref="DeviceOrder"/>, each once.</param>
    /// <param name="scan">The scan.</param>
    /// <param name="asOf">Date of the inventory; it counts only where something changed.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<(int Devices, int Kept)> RunAsync(StoreContext context, string tenant, IEnumerable<DeviceState> devices, long scan, DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        await using var upsert = await PreparedInsert<DeviceRow>.PrepareAsync(context, KeyConflict.Replace, table: null, cancellationToken);
        await using var history = await PreparedInsert<DeviceHistoryRow>.PrepareAsync(context, KeyConflict.Fail, table: null, cancellationToken);
        var known = new KnownRows(context, tenant);
        var gone = new List<string>();
        var (written, kept, last) = (0, 0, (string?)null);
        foreach (var device in devices)
        {
            RefuseDisorder(last, device.DeviceId);
            last = device.DeviceId;
            while (await known.NextAsync(cancellationToken) is { } missing && DeviceOrder.Compare(missing.DeviceId, device.DeviceId) < 0)
            {
                gone.Add(missing.DeviceId);
                kept += await KeepAsync(history, known.Take(), scan, cancellationToken);
            }

            var row = await known.NextAsync(cancellationToken) is { } same && same.DeviceId == device.DeviceId ? known.Take() : null;
            if (row is null || Differs(row, device))
            {
                var next = RowOf(tenant, device, row, scan, asOf);
                kept += row is null || next.ScanNumber == row.ScanNumber ? 0 : await KeepAsync(history, row, scan, cancellationToken);
                await upsert.WriteAsync(next, cancellationToken);
                written++;
            }
        }

        while (await known.NextAsync(cancellationToken) is not null)
        {
            var row = known.Take();
            gone.Add(row.DeviceId);
            kept += await KeepAsync(history, row, scan, cancellationToken);
        }

        await DeleteAsync(context, tenant, gone, cancellationToken);
        return (written + gone.Count, kept);
    }

    private static void RefuseDisorder(string? last, string id)
    {
        if (last is not null && DeviceOrder.Compare(last, id) >= 0)
        {
            throw new StoreException("The devices of the scan came twice or out of order; nothing was written. Please report it.");
        }
    }

    private static async Task DeleteAsync(StoreContext context, string tenant, List<string> gone, CancellationToken cancellationToken)
    {
        foreach (var ids in gone.Chunk(DeletesAtOnce))
        {
            await context.Devices.Where(device => device.Tenant == tenant && EF.Parameter(ids).Contains(device.DeviceId)).ExecuteDeleteAsync(cancellationToken);
        }
    }

    /// <summary>Keeps what a report of an earlier day names; of a device that was clean or out of scope it names nothing.</summary>
    private static async Task<int> KeepAsync(PreparedInsert<DeviceHistoryRow> history, DeviceRow row, long scan, CancellationToken cancellationToken)
    {
        if (!HasFinding(row.Coverage) && !CoverageLines.Blind.Contains((CoverageClass)row.Coverage))
        {
            return 0;
        }

        await history.WriteAsync(DeviceHistoryRow.Of(row, scan), cancellationToken);
        return 1;
    }

    private static bool HasFinding(int coverage) => (CoverageClass)coverage is CoverageClass.Violating or CoverageClass.Excepted or CoverageClass.UnderReview or CoverageClass.Advice;

    private static bool Differs(DeviceRow known, in DeviceState device) =>
        known.Platform != (int)device.Platform || known.Owner != (int)device.Owner || !IsSameLine(known, device)
        || (device.Fingerprint is not null && (!IsSameInventory(known, device) || known.RowCount != device.RowCount));

    private static bool IsSameLine(DeviceRow known, in DeviceState device) => known.Coverage == (int)device.Coverage && known.ReasonCode == device.ReasonCode;

    /// <summary>A route without fingerprints leaves what is known.</summary>
    private static bool IsSameInventory(DeviceRow known, in DeviceState device) => device.Fingerprint is not { } now || known.Fingerprint == unchecked((long)now);

    /// <summary>Where a device was found to have an app, a past report also names the date of its inventory; elsewhere only its line.</summary>
    private static bool IsSameToReports(DeviceRow known, in DeviceState device) =>
        IsSameLine(known, device) && known.Platform == (int)device.Platform && known.Owner == (int)device.Owner && !HasFinding(known.Coverage);

    private static DeviceRow RowOf(string tenant, in DeviceState device, DeviceRow? known, long scan, DateTimeOffset asOf) => new()
    {
        Tenant = tenant,
        DeviceId = device.DeviceId,
        ScanNumber = known is not null && IsSameToReports(known, device) ? known.ScanNumber : scan,
        Platform = (int)device.Platform,
        Owner = (int)device.Owner,
        Coverage = (int)device.Coverage,
        ReasonCode = device.ReasonCode,
        Since = known is not null && IsSameLine(known, device) ? known.Since : asOf,
        Fingerprint = unchecked((long?)device.Fingerprint) ?? known?.Fingerprint,
        RowCount = device.Fingerprint is null && known is not null ? known.RowCount : device.RowCount,
        InventoryAt = known is not null && IsSameInventory(known, device) ? known.InventoryAt : asOf,
    };

    /// <summary>The tenant's stored rows in order, some thousands at a time, so that writes between two reads meet no open cursor.</summary>
    private sealed class KnownRows(StoreContext context, string tenant)
    {
        private List<DeviceRow> rows = [];
        private int at;
        private bool ended;

        /// <summary>The next row; null at the end.</summary>
        public async ValueTask<DeviceRow?> NextAsync(CancellationToken cancellationToken)
        {
            if (at == rows.Count && !ended)
            {
                await ReadAsync(rows.Count == 0 ? "" : rows[^1].DeviceId, cancellationToken);
            }

            return at < rows.Count ? rows[at] : null;
        }

        /// <summary>Goes past the next row.</summary>
        public DeviceRow Take() => rows[at++];

        private async Task ReadAsync(string after, CancellationToken cancellationToken)
        {
            rows = await context.Devices
                .FromSql($"SELECT * FROM devices WHERE tenant = {tenant} AND device_id > {after} ORDER BY device_id LIMIT {RowsAtOnce}")
                // The statement names its tenant; the filter around it would put its order and its limit into a subquery.
                .IgnoreQueryFilters()
                .AsNoTracking()
                .ToListAsync(cancellationToken);
            at = 0;
            ended = rows.Count < RowsAtOnce;
        }
    }
}

/// <summary>The order in which the store keeps device ids: by code point, as a database compares UTF-8 bytes.</summary>
internal static class DeviceOrder
{
    /// <summary>Compares two ids.</summary>
    public static int Compare(string left, string right)
    {
        var same = left.AsSpan().CommonPrefixLength(right);
        return same == left.Length || same == right.Length
            ? left.Length.CompareTo(right.Length)
            : Weight(left[same]).CompareTo(Weight(right[same]));
    }

    // UTF-16 puts the code points beyond 16 bits, whose halves begin at D800, before those from E000 to FFFF.
    private static int Weight(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
}
