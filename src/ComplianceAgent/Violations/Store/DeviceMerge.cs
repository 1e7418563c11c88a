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
/// Brings the table of devices in line with a complete scan, writing only what differs. The scan's devices go through a temporary
/// table, so that neither this process nor the caller holds or sorts them, and the database compares.
/// </summary>
internal static class DeviceMerge
{
    private const string Incoming = "incoming_devices";

    // The dates of incoming rows are the scan's: they count only where something changed. A route without fingerprints leaves what is known.
    private const string Upsert = """
        INSERT INTO devices (tenant, device_id, platform, owner, coverage, reason_code, since, fingerprint, row_count, inventory_at)
        SELECT n.tenant, n.device_id, n.platform, n.owner, n.coverage, n.reason_code,
               CASE WHEN o.coverage = n.coverage AND o.reason_code = n.reason_code THEN o.since ELSE n.since END,
               COALESCE(n.fingerprint, o.fingerprint),
               CASE WHEN n.fingerprint IS NULL THEN COALESCE(o.row_count, n.row_count) ELSE n.row_count END,
               CASE WHEN o.device_id IS NOT NULL AND (n.fingerprint IS NULL OR n.fingerprint = o.fingerprint) THEN o.inventory_at ELSE n.inventory_at END
        FROM incoming_devices n LEFT JOIN devices o ON o.tenant = n.tenant AND o.device_id = n.device_id
        WHERE o.device_id IS NULL OR o.platform <> n.platform OR o.owner <> n.owner OR o.coverage <> n.coverage OR o.reason_code <> n.reason_code
           OR (n.fingerprint IS NOT NULL AND (o.fingerprint IS NULL OR o.fingerprint <> n.fingerprint OR o.row_count <> n.row_count))
        ON CONFLICT (tenant, device_id) DO UPDATE SET platform = excluded.platform, owner = excluded.owner, coverage = excluded.coverage,
            reason_code = excluded.reason_code, since = excluded.since, fingerprint = excluded.fingerprint, row_count = excluded.row_count,
            inventory_at = excluded.inventory_at
        """;

    private const string Delete = """
        DELETE FROM devices WHERE tenant = {0}
            AND NOT EXISTS (SELECT 1 FROM incoming_devices n WHERE n.device_id = devices.device_id)
        """;

    /// <summary>Writes what changed and returns how many rows that were.</summary>
    public static async Task<int> RunAsync(StoreContext context, string tenant, IEnumerable<DeviceState> devices, DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        var database = context.Database;
        await database.ExecuteSqlRawAsync("CREATE TEMP TABLE incoming_devices AS SELECT * FROM devices WHERE 1 = 0", cancellationToken);
        await database.ExecuteSqlRawAsync(context.IndexOnIncomingDevices, cancellationToken);
        await FillAsync(context, tenant, devices, asOf, cancellationToken);
        var written = await database.ExecuteSqlRawAsync(Upsert, cancellationToken);
        var removed = await database.ExecuteSqlRawAsync(Delete, [tenant], cancellationToken);
        await database.ExecuteSqlRawAsync("DROP TABLE incoming_devices", cancellationToken);
        return written + removed;
    }

    private static async Task FillAsync(StoreContext context, string tenant, IEnumerable<DeviceState> devices, DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        await using var insert = await PreparedInsert<DeviceRow>.PrepareAsync(context, KeyConflict.Fail, Incoming, cancellationToken);
        foreach (var device in devices)
        {
            await insert.WriteAsync(RowOf(tenant, device, asOf), cancellationToken);
        }
    }

    private static DeviceRow RowOf(string tenant, DeviceState device, DateTimeOffset asOf) => new()
    {
        Tenant = tenant,
        DeviceId = device.DeviceId,
        Platform = (int)device.Platform,
        Owner = (int)device.Owner,
        Coverage = (int)device.Coverage,
        ReasonCode = device.ReasonCode,
        Since = asOf,
        Fingerprint = unchecked((long?)device.Fingerprint),
        RowCount = device.RowCount,
        InventoryAt = asOf,
    };
}
