using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Excusing;

namespace ComplianceAgent.Violations;

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
