using System.Collections.Immutable;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Violations.Outbox;

/// <summary>What a ticket is to be. Stored by number: never reordered.</summary>
public enum TicketState : byte
{
    /// <summary>Somebody has something to do.</summary>
    Open = 0,

    /// <summary>A person set it done; whether the app is gone will show when Intune has looked again. Nothing is sent meanwhile.</summary>
    AwaitingRefresh,

    /// <summary>People closed it otherwise, deleted it or folded it into another: it is left as they want it.</summary>
    Left,

    /// <summary>Nothing is left to do.</summary>
    Closed,
}

/// <summary>What people mean by a tracker's status and resolution. Stored by number: never reordered.</summary>
public enum TicketMeaning : byte
{
    /// <summary>Open, or nothing heard yet.</summary>
    Open = 0,

    /// <summary>Set done: to be verified.</summary>
    Verify,

    /// <summary>Will not be done: an exception is proposed.</summary>
    ProposeException,

    /// <summary>It is not that app: a dismissal is proposed.</summary>
    ProposeDismissal,

    /// <summary>Closed as a double of another ticket.</summary>
    Duplicate,

    /// <summary>Closed for a reason of theirs.</summary>
    Leave,

    /// <summary>Deleted, or moved out of sight.</summary>
    Deleted,

    /// <summary>Closed for good: the tracker refused to open it again.</summary>
    Final,
}

/// <summary>A violation that a ticket asks somebody to end.</summary>
/// <param name="Violation">Id.</param>
/// <param name="Return">How often it had come back.</param>
/// <param name="DueAt">The deadline that counts; null without a policy.</param>
/// <param name="IsOverdue">Past it.</param>
public sealed record TicketItem(Guid Violation, int Return, DateTimeOffset? DueAt, bool IsOverdue);

/// <summary>What a ticket is to be, or was last told to be.</summary>
public sealed record TicketNeed
{
    /// <summary>Open or not.</summary>
    public TicketState State { get; init; }

    /// <summary>What is asked, by violation id. Empty when nothing is.</summary>
    public ImmutableArray<TicketItem> Items { get; init; } = [];

    /// <summary>Why it is as it is.</summary>
    public required Reason Because { get; init; }

    /// <summary>Counts changes that no person has to act on: a device renamed, a user changed.</summary>
    public int Face { get; init; }
}

/// <summary>A violation that a ticket ever spoke of.</summary>
/// <param name="Violation">Id.</param>
/// <param name="Return">How often it had come back then.</param>
public readonly record struct TicketMember(Guid Violation, int Return);

/// <summary>
/// A ticket: what it is to be (decided within the scan's transaction), what the tracker was last told, and what people made of it there. It holds
/// ids and no names. Sending brings the tracker from what it was told to what is wanted; several changes before that become one.
/// </summary>
public sealed record Ticket
{
    /// <summary>Tenant key.</summary>
    public required string Tenant { get; init; }

    /// <summary>Tracker: <c>jira</c>, <c>rt</c>, and so on. A ticket never moves to another.</summary>
    public required string Tracker { get; init; }

    /// <summary>What the remote ticket is known by: <c>CA-</c> and sixteen letters or digits, with <c>-2</c> behind for a successor.</summary>
    public required string Key { get; init; }

    /// <summary><c>device</c> or <c>user</c>: the rule it was made by.</summary>
    public required string GroupedBy { get; init; }

    /// <summary>Queue, project or assignment group it is opened in; empty takes the tracker's own.</summary>
    public string Queue { get; init; } = "";

    /// <summary>Language, or two such as <c>nl+fr</c>.</summary>
    public string Language { get; init; } = "en";

    /// <summary>What it is to be.</summary>
    public required TicketNeed Wanted { get; init; }

    /// <summary>Counts what is wanted: from 1.</summary>
    public long Version { get; init; } = 1;

    /// <summary>Every violation it ever spoke of.</summary>
    public ImmutableArray<TicketMember> Members { get; init; } = [];

    /// <summary>When it was first wanted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The version the tracker was brought to; 0 before it was opened there.</summary>
    public long Sent { get; init; }

    /// <summary>What the tracker was told with that version; null before.</summary>
    public TicketNeed? Told { get; init; }

    /// <summary>When the tracker was last told something.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Id in the tracker; empty before it was opened there.</summary>
    public string RemoteId { get; init; } = "";

    /// <summary>Status there, as last read.</summary>
    public string RemoteStatus { get; init; } = "";

    /// <summary>Resolution there, as last read.</summary>
    public string RemoteResolution { get; init; } = "";

    /// <summary>Done there, as last read or set by us.</summary>
    public bool RemoteClosed { get; init; }

    /// <summary>Queue there, as last read.</summary>
    public string RemoteQueue { get; init; } = "";

    /// <summary>A code of who it is assigned to there, to tell a change; it names nobody.</summary>
    public string AssigneeCode { get; init; } = "";

    /// <summary>What people mean by it, as last heard.</summary>
    public TicketMeaning Heard { get; init; }

    /// <summary>When that was heard first.</summary>
    public DateTimeOffset? HeardAt { get; init; }

    /// <summary>What was proposed because of it: <c>exception 12</c>, <c>case 1f0c9a52d4</c>; empty for none.</summary>
    public string Proposal { get; init; } = "";

    /// <summary>How sending goes.</summary>
    public Delivery Delivery { get; init; } = new();

    /// <summary>Opened in the tracker, as far as is known.</summary>
    public bool IsRemote => RemoteId.Length > 0;

    /// <summary>True when it is done with there and may not be used again: what comes new has a successor.</summary>
    public bool IsFinal => Heard is TicketMeaning.Duplicate or TicketMeaning.Leave or TicketMeaning.Deleted or TicketMeaning.Final;
}
