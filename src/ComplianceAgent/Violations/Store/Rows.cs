namespace ComplianceAgent.Violations.Store;

/// <summary>A tenant, its secrets and its place in the order of scans.</summary>
internal sealed class TenantRow
{
    public required string Tenant { get; set; }

    public bool Simulated { get; set; }

    public required byte[] FingerprintKey { get; set; }

    /// <summary>Number of the scan that began last: the fence.</summary>
    public long LastScan { get; set; }

    /// <summary>Number of the scan that was stored last.</summary>
    public long StoredScan { get; set; }
}

/// <summary>A stored scan; the figures of a trend stand in columns of their own.</summary>
internal sealed class ScanRow
{
    public required string Tenant { get; set; }

    public long Number { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset FinishedAt { get; set; }

    public DateTimeOffset InventoryAsOf { get; set; }

    public bool Complete { get; set; }

    /// <summary>True when the scan changed no state, because a newer inventory was known.</summary>
    public bool OlderThanKnown { get; set; }

    public int Devices { get; set; }

    public int OpenViolations { get; set; }

    public int DevicesInViolation { get; set; }

    public int Opened { get; set; }

    public int Resolved { get; set; }

    /// <summary>The whole <see cref="ScanResult"/> as JSON.</summary>
    public required string Result { get; set; }

    /// <summary>Where the events ended when the scan was stored.</summary>
    public long EventsSequence { get; set; }

    public required string EventsHash { get; set; }

    /// <summary>The scan's link in the chain of scans.</summary>
    public required string Hash { get; set; }
}

/// <summary>What happened, in order. Rows are only ever added. No personal data: ids, codes, dates.</summary>
internal sealed class EventRow
{
    public required string Tenant { get; set; }

    /// <summary>From 1 without gaps, per tenant.</summary>
    public long Sequence { get; set; }

    /// <summary>0 when a person decided.</summary>
    public long ScanNumber { get; set; }

    public DateTimeOffset At { get; set; }

    public ViolationEventKind Kind { get; set; }

    public Guid ViolationId { get; set; }

    public required string ReasonCode { get; set; }

    /// <summary>Parameters of the reason as JSON.</summary>
    public required string Parameters { get; set; }

    /// <summary>Commitment to the row in <c>event_people</c>; empty when no person was behind it.</summary>
    public required string PersonHash { get; set; }

    /// <summary>Commitment to the row in <c>event_states</c>; empty when no violation changed, and in events from before states were kept.</summary>
    public required string StateHash { get; set; }

    /// <summary>The event's link in the chain of events.</summary>
    public required string Hash { get; set; }
}

/// <summary>A device of the fleet as the last complete scan saw it. No name, no user.</summary>
internal sealed class DeviceRow
{
    public required string Tenant { get; set; }

    public required string DeviceId { get; set; }

    /// <summary>The scan from which on a past report reads this row; for an earlier one it reads <see cref="DeviceHistoryRow"/>.</summary>
    public long ScanNumber { get; set; }

    public int Platform { get; set; }

    public int Owner { get; set; }

    public int Coverage { get; set; }

    public required string ReasonCode { get; set; }

    /// <summary>Since when coverage and reason are as they are.</summary>
    public DateTimeOffset Since { get; set; }

    public long? Fingerprint { get; set; }

    public int RowCount { get; set; }

    /// <summary>When the fingerprint was first seen as it is.</summary>
    public DateTimeOffset InventoryAt { get; set; }
}

/// <summary>
/// A device as scans saw it before it changed: kept for those that a report names (with a finding, or not judged), so that the report of a past
/// day can be made again. No name, no user.
/// </summary>
internal sealed class DeviceHistoryRow
{
    public required string Tenant { get; set; }

    public required string DeviceId { get; set; }

    /// <summary>The first scan that saw it so.</summary>
    public long FromScan { get; set; }

    /// <summary>The first scan that saw it otherwise.</summary>
    public long UntilScan { get; set; }

    public int Platform { get; set; }

    public int Owner { get; set; }

    public int Coverage { get; set; }

    public required string ReasonCode { get; set; }

    public DateTimeOffset Since { get; set; }

    public long? Fingerprint { get; set; }

    public DateTimeOffset InventoryAt { get; set; }

    public static DeviceHistoryRow Of(DeviceRow row, long until) => new()
    {
        Tenant = row.Tenant,
        DeviceId = row.DeviceId,
        FromScan = row.ScanNumber,
        UntilScan = until,
        Platform = row.Platform,
        Owner = row.Owner,
        Coverage = row.Coverage,
        ReasonCode = row.ReasonCode,
        Since = row.Since,
        Fingerprint = row.Fingerprint,
        InventoryAt = row.InventoryAt,
    };
}

/// <summary>A policy as it was in force, whole, under the hash of this text: what a past day was judged by can be read a year later.</summary>
internal sealed class PolicyVersionRow
{
    public required string Tenant { get; set; }

    /// <summary>SHA-256 of <see cref="Content"/>; the results of scans name it.</summary>
    public required string Record { get; set; }

    /// <summary>The policy as JSON.</summary>
    public required string Content { get; set; }
}

/// <summary>One exception of a register as it was in force. It names people, so each can be erased by itself.</summary>
internal sealed class RegisterEntryRow
{
    public required string Tenant { get; set; }

    /// <summary>SHA-256 of the contents of all entries of the tenant in the registers of that time; the results of scans name it.</summary>
    public required string Record { get; set; }

    /// <summary>From 1, in the order of the register.</summary>
    public int Position { get; set; }

    /// <summary>The exception as JSON; empty once it was erased.</summary>
    public required string Content { get; set; }
}
