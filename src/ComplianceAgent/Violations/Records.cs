using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Excusing;

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

/// <summary>One match on one device, the best of its app rows for a (policy, subject).</summary>
public sealed record Finding
{
    /// <summary>The device.</summary>
    public required ManagedDevice Device { get; init; }

    /// <summary>Policy.</summary>
    public required string PolicyId { get; init; }

    /// <summary>Hash of the policy.</summary>
    public required string PolicyHash { get; init; }

    /// <summary>Rule.</summary>
    public required string RuleId { get; init; }

    /// <summary>Catalogue product or else rule id.</summary>
    public required string Subject { get; init; }

    /// <summary>Name of the subject.</summary>
    public required string SubjectName { get; init; }

    /// <summary>Violation, advice or review, after the policy's scope for this owner. Never <see cref="Severity.Out"/>.</summary>
    public required Severity Severity { get; init; }

    /// <summary>How sure; a match less sure than the policy asks for goes to review.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>The app that matched best.</summary>
    public required DistinctApp App { get; init; }

    /// <summary>Why it matched.</summary>
    public required Reason Evidence { get; init; }
}

/// <summary>What a scan knows of one device that has a known violation.</summary>
/// <param name="Presence">Whether the device is still managed.</param>
/// <param name="RowCount">App rows of the device in this scan.</param>
/// <param name="Fingerprint">Fingerprint of those rows; null when the route gives none.</param>
/// <param name="InventoryAt">When the fingerprint was first seen as it is now (this scan, if it changed).</param>
/// <param name="LastSyncAt">Last contact.</param>
/// <param name="Platform">Platform, for its refresh window.</param>
/// <param name="Observability">What can be seen of it.</param>
public sealed record DeviceSighting(
    DevicePresence Presence, int RowCount, ulong? Fingerprint, DateTimeOffset InventoryAt, DateTimeOffset? LastSyncAt, Platform Platform, Observability Observability)
{
    /// <summary>Owner as told now; null when not told, and the owner at the last sighting counts.</summary>
    public DeviceOwner? Owner { get; init; }
}

/// <summary>Whether a device is still managed.</summary>
public enum DevicePresence : byte
{
    /// <summary>In the device list.</summary>
    InFleet,

    /// <summary>Not in a complete list, and asked for by id: not found.</summary>
    ProvedGone,

    /// <summary>Missing from a complete list, not proved by id yet.</summary>
    Missing,

    /// <summary>The list was incomplete, so nothing can be said.</summary>
    NotTold,
}

/// <summary>What happened to a violation; stored append-only.</summary>
public enum ViolationEventKind : byte
{
    /// <summary>First sighting.</summary>
    Opened = 0,

    /// <summary>Went to review, or from review to open, by itself or because a person confirmed it.</summary>
    Reclassified,

    /// <summary>Resolved on proof.</summary>
    Resolved,

    /// <summary>Seen again after having been resolved.</summary>
    Returned,

    /// <summary>Withdrawn by a change of ours.</summary>
    Withdrawn,

    /// <summary>The device is no longer managed.</summary>
    NoLongerManaged,

    /// <summary>The same device is back.</summary>
    ManagedAgain,

    /// <summary>Linked to an earlier violation of the same hardware.</summary>
    Linked,

    /// <summary>Scans stopped confirming it.</summary>
    NotConfirmed,

    /// <summary>Scans confirm it again.</summary>
    ConfirmedAgain,

    /// <summary>Version, name, user or owner changed.</summary>
    Updated,

    /// <summary>Seen again after having been withdrawn: policy, rule or scope hold once more, or a dismissal no longer does.</summary>
    Reopened,

    /// <summary>A person decided about a suspected match; it speaks of no single violation.</summary>
    ReviewDecided,

    /// <summary>A person accepted that a rule hits very much.</summary>
    RuleAccepted,

    /// <summary>A person let held closings go.</summary>
    ClosingsReleased,

    /// <summary>An exception excuses it, or another one from now on.</summary>
    Excepted,

    /// <summary>No exception excuses it any more: open again.</summary>
    ExceptionEnded,

    /// <summary>A person asked for, granted, refused or revoked an exception.</summary>
    ExceptionDecided,

    /// <summary>Its policy, rule or product has another id now.</summary>
    Renamed,

    /// <summary>A policy came into force, changed, or left; it speaks of no single violation, like those below.</summary>
    PolicyChanged,

    /// <summary>The catalogue of apps changed.</summary>
    CatalogueChanged,

    /// <summary>The register of exceptions changed.</summary>
    RegisterChanged,

    /// <summary>The clock went back, or had been ahead.</summary>
    ClockChanged,

    /// <summary>A person took a fleet that shrank for what it is.</summary>
    ShrunkFleetAccepted,

    /// <summary>An excusing act was proposed, approved, refused or overtaken.</summary>
    ExcuseDecided,

    /// <summary>A person tried to approve what was their own.</summary>
    OwnApprovalRefused,

    /// <summary>How many people an excusing act takes was set otherwise.</summary>
    PersonsChanged,

    /// <summary>A person took a store for the tenant's although a file outside knew more.</summary>
    StoreAccepted,

    /// <summary>Personal data was erased: past retention, or because a person asked.</summary>
    DataErased,

    /// <summary>A person placed a legal hold.</summary>
    LegalHoldPlaced,

    /// <summary>A person ended one.</summary>
    LegalHoldEnded,

    /// <summary>A ticket was opened in a tracker.</summary>
    TicketOpened,

    /// <summary>A ticket was changed or commented on.</summary>
    TicketUpdated,

    /// <summary>A ticket was closed, or what people had closed was found done.</summary>
    TicketClosed,

    /// <summary>A ticket was opened again.</summary>
    TicketReopened,

    /// <summary>People did something with a ticket in the tracker.</summary>
    TicketHeard,

    /// <summary>A ticket or message was set aside: it cannot be sent.</summary>
    DeliveryFailed,

    /// <summary>A message was handed over.</summary>
    MessageSent,

    /// <summary>A message is not sent, because what it spoke of is over.</summary>
    MessageDropped,

    /// <summary>A person opened or closed a channel, or let some of what it holds go.</summary>
    ChannelReleased,

    /// <summary>A key for a machine was made.</summary>
    KeyIssued,

    /// <summary>A key for a machine was revoked.</summary>
    KeyRevoked,

    /// <summary>Somebody asked for what they may not do.</summary>
    ActRefused,

    /// <summary>Somebody took figures or names out as a file.</summary>
    DataExported,

    /// <summary>A person had what was set aside tried again.</summary>
    RetryOrdered,

    /// <summary>A person had a scan begun outside its schedule.</summary>
    ScanOrdered,
}

/// <summary>A change the life cycle decided: the violation as it is from now on, and why.</summary>
/// <param name="Violation">After the change.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Reason">Why.</param>
/// <param name="IsNew">True when the row does not exist yet.</param>
public sealed record ViolationChange(Violation Violation, ViolationEventKind Kind, Reason Reason, bool IsNew = false)
{
    /// <summary>By which act of ours the violation counts for less from now on, without a removal; null when it is none.</summary>
    public Excuse? Excuse { get; init; }
}
