using System.Collections.Immutable;

namespace ComplianceAgent.Violations.Outbox;

/// <summary>What is known of a tenant's tickets and messages, read within the transaction that will change them.</summary>
public sealed record OutboxState
{
    /// <summary>Tenant key.</summary>
    public required string Tenant { get; init; }

    /// <summary>True when the tenant is simulated.</summary>
    public bool Simulated { get; init; }

    /// <summary>Secret of the tenant, to make codes of persons that name nobody.</summary>
    public required ReadOnlyMemory<byte> Secret { get; init; }

    /// <summary>Tickets, of every tracker.</summary>
    public IReadOnlyList<Ticket> Tickets { get; init; } = [];

    /// <summary>Messages, sent and unsent.</summary>
    public IReadOnlyList<OutboxMessage> Messages { get; init; } = [];

    /// <summary>What people let go.</summary>
    public IReadOnlyList<ChannelRelease> Releases { get; init; } = [];

    /// <summary>What is held.</summary>
    public IReadOnlyList<ChannelHold> Holds { get; init; } = [];

    /// <summary>The first of some keys that is of no ticket and no message; null when each is of one.</summary>
    public string? UnknownOf(IEnumerable<string> keys)
    {
        var known = Tickets.Select(ticket => ticket.Key).Concat(Messages.Select(message => message.Id)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return keys.FirstOrDefault(key => !known.Contains(key));
    }
}

/// <summary>What is to be written.</summary>
public sealed record OutboxChanges
{
    /// <summary>Nothing.</summary>
    public static OutboxChanges None { get; } = new();

    /// <summary>Tickets as they are from now on, new ones too.</summary>
    public IReadOnlyCollection<Ticket> Tickets { get; init; } = [];

    /// <summary>Messages as they are from now on, new ones too.</summary>
    public IReadOnlyCollection<OutboxMessage> Messages { get; init; } = [];

    /// <summary>Everything that is held; null leaves it as it is.</summary>
    public IReadOnlyCollection<ChannelHold>? Holds { get; init; }

    /// <summary>What is to be dated in the audit.</summary>
    public IReadOnlyCollection<AuditLine> Events { get; init; } = [];
}

/// <summary>How a tenant's tickets and messages stand, in figures.</summary>
/// <param name="Waiting">Due, or in doubt.</param>
/// <param name="SetAside">Set aside: a person has to look.</param>
/// <param name="Held">Violations of which the gate lets nothing leave the house, added up over channels.</param>
/// <param name="OldestSince">Since when the one that waits longest waits; null when none does.</param>
public sealed record OutboxFigures(int Waiting, int SetAside, int Held, DateTimeOffset? OldestSince);

/// <summary>An event of a ticket, message or channel; it names no person.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Reason">Why, with the ticket's key.</param>
public sealed record AuditLine(ViolationEventKind Kind, Reasons.Reason Reason);
