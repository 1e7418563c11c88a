using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Outbox;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations.Store;

/// <summary>What a scan needs to know before it begins to judge.</summary>
public sealed record TenantKnowledge
{
    /// <summary>Tenant key.</summary>
    public required string Tenant { get; init; }

    /// <summary>Every violation, live and ended; those that the last scan confirmed carry the fingerprint and inventory date it saw.</summary>
    public required IReadOnlyList<Violation> Violations { get; init; }

    /// <summary>The newest scan that changed state (one of an inventory older than known does not). Its date is the last sighting of what it confirmed.</summary>
    public required ScanResult? LastScan { get; init; }

    /// <summary>The newest complete one among them.</summary>
    public required ScanResult? LastCompleteScan { get; init; }

    /// <summary>What people decided about suspected matches.</summary>
    public ReviewBook Reviews { get; init; } = ReviewBook.Empty;

    /// <summary>Exceptions that people asked for and decided.</summary>
    public WaiverBook Exceptions { get; init; } = WaiverBook.Empty;

    /// <summary>What was or would be excused without a removal.</summary>
    public ExcusingBook Excuses { get; init; } = ExcusingBook.Empty;

    /// <summary>Number of the event that told of the last erasure; 0 when there was none.</summary>
    public long LastErasure { get; init; }

    /// <summary>Secret of the tenant for fingerprints, 32 bytes. A tenant that no scan was begun of has a passing one.</summary>
    public required ReadOnlyMemory<byte> FingerprintKey { get; init; }
}

/// <summary>What a report needs.</summary>
public sealed record TenantState
{
    /// <summary>Tenant key.</summary>
    public required string Tenant { get; init; }

    /// <summary>True when the tenant is simulated.</summary>
    public required bool Simulated { get; init; }

    /// <summary>The newest scan that changed state; null before the first one.</summary>
    public required ScanResult? LastScan { get; init; }

    /// <summary>The newest complete one among them.</summary>
    public required ScanResult? LastCompleteScan { get; init; }

    /// <summary>The newest scans, oldest first, for a trend; those of older inventories are marked.</summary>
    public required IReadOnlyList<ScanSummary> RecentScans { get; init; }

    /// <summary>What people decided about suspected matches.</summary>
    public ReviewBook Reviews { get; init; } = ReviewBook.Empty;

    /// <summary>Exceptions that people asked for and decided.</summary>
    public WaiverBook Exceptions { get; init; } = WaiverBook.Empty;

    /// <summary>What was or would be excused without a removal.</summary>
    public ExcusingBook Excuses { get; init; } = ExcusingBook.Empty;

    /// <summary>Violations that are open, under review or excepted, by device, policy and subject.</summary>
    public required IReadOnlyList<Violation> Violations { get; init; }

    /// <summary>Violations that ended, the one that ended last first.</summary>
    public required IReadOnlyList<Violation> Ended { get; init; }
}

/// <summary>The figures of one stored scan.</summary>
public sealed record ScanSummary(
    long Number,
    DateTimeOffset StartedAt,
    DateTimeOffset FinishedAt,
    DateTimeOffset InventoryAsOf,
    bool Complete,
    bool OlderThanKnown,
    int Devices,
    int OpenViolations,
    int DevicesInViolation,
    int Opened,
    int Resolved);

/// <summary>A tenant in the store.</summary>
/// <param name="Tenant">Tenant key.</param>
/// <param name="Simulated">True when simulated.</param>
/// <param name="LastStoredScan">Number of the last stored scan; 0 before the first.</param>
public sealed record StoredTenant(string Tenant, bool Simulated, long LastStoredScan);

/// <summary>A device as the store knows it.</summary>
/// <param name="State">As last seen.</param>
/// <param name="Since">Since when its coverage and reason are as they are.</param>
/// <param name="InventoryAt">When its fingerprint was first seen as it is.</param>
public sealed record KnownDevice(DeviceState State, DateTimeOffset Since, DateTimeOffset InventoryAt)
{
    /// <summary>The date of a device's inventory: when a fingerprint was first seen as it is now.</summary>
    public static DateTimeOffset DateOf(KnownDevice? known, ulong? fingerprint, DateTimeOffset inventoryAsOf) =>
        known is not null && (fingerprint is null || known.State.Fingerprint == fingerprint) ? known.InventoryAt : inventoryAsOf;
}

/// <summary>An event as stored; the number of the scan is 0 when a person decided.</summary>
public sealed record StoredEvent(long Sequence, long ScanNumber, DateTimeOffset At, ViolationEventKind Kind, Guid ViolationId, Reason Reason);

/// <summary>What one scan brings to the store, all of it or nothing.</summary>
public sealed record ScanCommit
{
    /// <summary>The scan, from <see cref="ViolationStore.BeginScanAsync"/>.</summary>
    public required ScanRun Run { get; init; }

    /// <summary>Its result; number and tenant must be those of the run. Changes and rows written are counted by the store.</summary>
    public required ScanResult Result { get; init; }

    /// <summary>What the life cycle decided, in order.</summary>
    public IReadOnlyCollection<ViolationChange> Changes { get; init; } = [];

    /// <summary>
    /// Number of the last review decision that the scan has judged by. When another was made meanwhile the commit is refused: what it
    /// brings does not heed that decision.
    /// </summary>
    public long LastReview { get; init; }

    /// <summary>Number of the last decision about an exception that the scan has judged by; the same holds for it.</summary>
    public long LastException { get; init; }

    /// <summary>Number of the last step of an excusing act that the scan has judged by; the same holds for it.</summary>
    public long LastExcuse { get; init; }

    /// <summary>Steps of excusing acts that the scan takes, numbered behind <see cref="LastExcuse"/>.</summary>
    public IReadOnlyCollection<ExcusingDecision> Excuses { get; init; } = [];

    /// <summary>Number of the last erasure that the scan knows of; the same holds for it: what it read before must not come back.</summary>
    public long LastErasure { get; init; }

    /// <summary>Decides tickets and messages on what is known of them in the moment of the commit; null when nothing is to be sent anywhere.</summary>
    public Func<OutboxState, OutboxChanges>? Outbox { get; init; }

    /// <summary>What is to be dated beside violations; written before them.</summary>
    public IReadOnlyCollection<AuditNotice> Notices { get; init; } = [];

    /// <summary>The policies the scan judged by; each version is kept once.</summary>
    public IReadOnlyCollection<Policy> Policies { get; init; } = [];

    /// <summary>The exceptions of registers it judged by; each version of them is kept once.</summary>
    public IReadOnlyList<Waiver> Registered { get; init; } = [];

    /// <summary>Dismissals that the scan found to be over; numbered by the store.</summary>
    public IReadOnlyCollection<ReviewDecision> Superseded { get; init; } = [];

    /// <summary>
    /// The whole fleet, each device once, in ascending order of its id (<see cref="DeviceOrder"/>); read within the transaction, and once more should the connection break. Left unread when the result is incomplete or
    /// older than known: the table speaks of complete scans.
    /// </summary>
    public IEnumerable<DeviceState> Devices { get; init; } = [];
}

/// <summary>An event of no single violation.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Reason">Why, without any name of a person.</param>
/// <param name="Author">Who, when it was a person.</param>
public sealed record AuditNotice(ViolationEventKind Kind, Reason Reason, Author? Author = null);
