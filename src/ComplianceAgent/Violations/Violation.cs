using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Violations;

/// <summary>Where a violation stands in its life. Due, overdue and awaiting refresh are derived from dates, never stored.</summary>
public enum ViolationState : byte
{
    /// <summary>The app is there and banned (or advised against, see severity).</summary>
    Open = 0,

    /// <summary>A match that is not sure enough for its policy, or of which the policy asks for a person, waits for one.</summary>
    Review,

    /// <summary>There, with a valid exception.</summary>
    Excepted,

    /// <summary>Removed, on proof. The only state that counts as removed.</summary>
    Resolved,

    /// <summary>Our change, not the user's: rule or policy changed, ended, or scope no longer holds.</summary>
    Withdrawn,

    /// <summary>The device is no longer managed, on proof. Never counted as removed.</summary>
    NoLongerManaged,
}

/// <summary>
/// A violation: one row for life per (tenant, device, policy, subject), whatever versions come and go. Immutable; the life cycle
/// makes a new one from the old one.
/// </summary>
public sealed record Violation
{
    /// <summary>Stable id, a version 7 GUID made at first sight.</summary>
    public required Guid Id { get; init; }

    /// <summary>Tenant key from the settings.</summary>
    public required string Tenant { get; init; }

    /// <summary>Intune device id.</summary>
    public required string DeviceId { get; init; }

    /// <summary>Policy.</summary>
    public required string PolicyId { get; init; }

    /// <summary>Catalogue product or else rule id.</summary>
    public required string Subject { get; init; }

    /// <summary>Name of the subject for people.</summary>
    public required string SubjectName { get; init; }

    /// <summary>Rule that matched last.</summary>
    public required string RuleId { get; init; }

    /// <summary>Hash of the policy that matched last.</summary>
    public required string PolicyHash { get; init; }

    /// <summary>State.</summary>
    public required ViolationState State { get; init; }

    /// <summary>Violation or advice, after the policy's scope for this owner.</summary>
    public required Severity Severity { get; init; }

    /// <summary>How sure the match is.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>The app as inventoried when it last differed.</summary>
    public required DistinctApp App { get; init; }

    /// <summary>Why it matched.</summary>
    public required Reason Evidence { get; init; }

    /// <summary>Device as it was when it last differed in a way a person would care about (name, user, owner).</summary>
    public required ManagedDevice Device { get; init; }

    /// <summary>First sighting, kept over re-enrolment of the same hardware.</summary>
    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>
    /// Date of an inventory of this device that proves the app was not there before it was seen, or seen again; null when none does. What is
    /// installed once a ban is in effect has no time until the removal date.
    /// </summary>
    public DateTimeOffset? AbsentAt { get; init; }

    /// <summary>
    /// Null while each scan confirms it; otherwise the last sighting before scans stopped confirming it (device stale, read incomplete).
    /// While null, the last sighting is the tenant's last scan: that is why a rescan without change writes nothing.
    /// </summary>
    public DateTimeOffset? NotConfirmedSince { get; init; }

    /// <summary>Why scans cannot confirm it; null while they do. Kept when it ends, beside the last sighting.</summary>
    public Reason? NotConfirmedReason { get; init; }

    /// <summary>When this device's inventory was first seen as it was at the last sighting: the date of the inventory it rests on.</summary>
    public DateTimeOffset InventoryAt { get; init; }

    /// <summary>Fingerprint of the device's app rows at the last sighting; null when the route gives none.</summary>
    public ulong? Fingerprint { get; init; }

    /// <summary>When the state was entered.</summary>
    public required DateTimeOffset StateSince { get; init; }

    /// <summary>Why it is in this state.</summary>
    public required Reason StateReason { get; init; }

    /// <summary>How often it came back after having been resolved.</summary>
    public int ReturnCount { get; init; }

    /// <summary>The same hardware's earlier violation under another device id, when linked by serial number.</summary>
    public Guid? LinkedFrom { get; init; }

    /// <summary>When the last exception ended; null when there was none. No deadline lies before it.</summary>
    public DateTimeOffset? ExceptedUntil { get; init; }

    /// <summary>When the device's name and serial number and its user were erased; null while they are kept. What was found, when and under which policy stays.</summary>
    public DateTimeOffset? ErasedAt { get; init; }

    /// <summary>Open, under review or excepted: the app is believed to be there.</summary>
    public bool IsLive => State is ViolationState.Open or ViolationState.Review or ViolationState.Excepted;
}
