using ComplianceAgent.Policies;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Outbox;

namespace ComplianceAgent.Tickets;

/// <summary>How what people proposed in a ticket stands.</summary>
public enum ProposalStanding : byte
{
    /// <summary>Nothing was proposed, or nobody has decided.</summary>
    Waiting = 0,

    /// <summary>A person said no.</summary>
    Refused,
}

/// <summary>What a unit (a device category) has of its own.</summary>
/// <param name="Queue">Queue, project or assignment group; empty takes the tracker's own.</param>
/// <param name="Language">Language, or two such as <c>nl+fr</c>.</param>
public sealed record TicketUnit(string Queue, string Language);

/// <summary>Everything the decision about tickets looks at. No clock, store or log is behind it.</summary>
public sealed record TicketInput
{
    /// <summary>Tenant key.</summary>
    public required string Tenant { get; init; }

    /// <summary>The clock.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The clock of this machine: that of a simulated tenant runs otherwise.</summary>
    public required DateTimeOffset SendFrom { get; init; }

    /// <summary>Tracker that tickets go to.</summary>
    public required string Tracker { get; init; }

    /// <summary>How violations are put together.</summary>
    public required TicketGrouping Grouping { get; init; }

    /// <summary>Secret of the tenant, for keys.</summary>
    public required ReadOnlyMemory<byte> Secret { get; init; }

    /// <summary>Every violation of the tenant, live and ended.</summary>
    public required IReadOnlyCollection<Violation> Violations { get; init; }

    /// <summary>Policies in force, by id.</summary>
    public required IReadOnlyDictionary<string, Policy> Policies { get; init; }

    /// <summary>Tickets of this tracker.</summary>
    public IReadOnlyCollection<Ticket> Tickets { get; init; } = [];

    /// <summary>What people let go.</summary>
    public IReadOnlyCollection<ChannelRelease> Releases { get; init; } = [];

    /// <summary>What was held before.</summary>
    public IReadOnlyCollection<ChannelHold> Holds { get; init; } = [];

    /// <summary>Most violations of one policy of which tickets may newly speak at once.</summary>
    public required int MaxOpenings { get; init; }

    /// <summary>What a device category has of its own.</summary>
    public required Func<string, TicketUnit> UnitOf { get; init; }

    /// <summary>Violations whose device, user or app is told otherwise than before, though nothing has to be done about it.</summary>
    public IReadOnlySet<Guid> Relabelled { get; init; } = new HashSet<Guid>();

    /// <summary>How what people proposed in a ticket stands.</summary>
    public Func<Ticket, ProposalStanding> Proposals { get; init; } = static _ => ProposalStanding.Waiting;
}

/// <summary>What was decided.</summary>
/// <param name="Tickets">Tickets that are otherwise than before, new ones too.</param>
/// <param name="Holds">Everything that the gate holds of this channel.</param>
/// <param name="Waiting">Violations of which nothing leaves the house.</param>
public sealed record TicketOutcome(IReadOnlyList<Ticket> Tickets, IReadOnlyList<ChannelHold> Holds, IReadOnlyCollection<Violation> Waiting);
