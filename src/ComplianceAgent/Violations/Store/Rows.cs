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

    /// <summary>The event's link in the chain of events.</summary>
    public required string Hash { get; set; }
}

/// <summary>A device of the fleet as the last complete scan saw it. No name, no user.</summary>
internal sealed class DeviceRow
{
    public required string Tenant { get; set; }

    public required string DeviceId { get; set; }

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
