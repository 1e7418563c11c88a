using System.Collections.Immutable;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Violations.Outbox;

/// <summary>What a message is. Stored by number: never reordered.</summary>
public enum MessageKind : byte
{
    /// <summary>To the device's user, at first.</summary>
    User = 0,

    /// <summary>To the device's user again, by the policy's ladder.</summary>
    Reminder,

    /// <summary>To the service desk: devices without a user, shared ones, accounts with many devices.</summary>
    Desk,

    /// <summary>To the service desk, once a device: it can no longer be verified and is to be found or retired.</summary>
    Find,

    /// <summary>To managers.</summary>
    Digest,

    /// <summary>To managers, through another channel: nobody has scanned for too long.</summary>
    Alarm,
}

/// <summary>
/// A message to people, planned in a scan and stored with it. It holds no name and no address: these are taken from the violations at the moment
/// of sending, so that nothing in it has to be erased.
/// </summary>
public sealed record OutboxMessage
{
    /// <summary>Tenant key.</summary>
    public required string Tenant { get; init; }

    /// <summary>Stable: the same message planned twice has the same id. Letters, digits and hyphens, at most 64.</summary>
    public required string Id { get; init; }

    /// <summary>Channel: <c>mail</c> or <c>teams</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>What it is.</summary>
    public required MessageKind Kind { get; init; }

    /// <summary>Who, as a keyed code that tells people apart and names nobody; <c>desk</c> or <c>managers</c>.</summary>
    public required string Recipient { get; init; }

    /// <summary>Violations it speaks of.</summary>
    public ImmutableArray<Guid> Violations { get; init; } = [];

    /// <summary>Days of the ladder that were due, by violation: -7 is seven days before the deadline. Only for reminders.</summary>
    public ImmutableSortedDictionary<Guid, int> Steps { get; init; } = ImmutableSortedDictionary<Guid, int>.Empty;

    /// <summary>Language, or two such as <c>nl+fr</c>.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Why it is sent.</summary>
    public required Reason Why { get; init; }

    /// <summary>When it was planned.</summary>
    public required DateTimeOffset PlannedAt { get; init; }

    /// <summary>When it was handed over; null before.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>How sending goes.</summary>
    public Delivery Delivery { get; init; } = new();
}
