using ComplianceAgent.Policies;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Outbox;

namespace ComplianceAgent.Tickets.Messages;

/// <summary>Everything the planning of messages looks at. No clock, store or log is behind it.</summary>
public sealed record MessageInput
{
    /// <summary>Tenant key.</summary>
    public required string Tenant { get; init; }

    /// <summary>The clock.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Every violation of the tenant, live and ended.</summary>
    public required IReadOnlyCollection<Violation> Violations { get; init; }

    /// <summary>Policies in force, by id.</summary>
    public required IReadOnlyDictionary<string, Policy> Policies { get; init; }

    /// <summary>Messages planned before, sent or not.</summary>
    public IReadOnlyCollection<OutboxMessage> Known { get; init; } = [];

    /// <summary>What people let go.</summary>
    public IReadOnlyCollection<ChannelRelease> Releases { get; init; } = [];

    /// <summary>What was held before.</summary>
    public IReadOnlyCollection<ChannelHold> Holds { get; init; } = [];

    /// <summary>Most violations of one policy that are newly written about at once.</summary>
    public required int MaxOpenings { get; init; }

    /// <summary>Violations whose ticket was set done and awaits Intune's refresh: nobody is written to.</summary>
    public IReadOnlySet<Guid> InPeace { get; init; } = new HashSet<Guid>();

    /// <summary>Settings.</summary>
    public required MessageOptions Options { get; init; }

    /// <summary>True when a mail server is set.</summary>
    public bool HasMail { get; init; }

    /// <summary>True when a Teams webhook is set.</summary>
    public bool HasTeams { get; init; }

    /// <summary>Language of a device category; null takes that of the settings.</summary>
    public Func<string, string?> LanguageOf { get; init; } = static _ => null;

    /// <summary>Secret of the tenant, for codes of persons.</summary>
    public required ReadOnlyMemory<byte> Secret { get; init; }

    /// <summary>When the last complete scan was stored; null before the first.</summary>
    public DateTimeOffset? LastCompleteScan { get; init; }

    /// <summary>After how long without one managers are alarmed.</summary>
    public TimeSpan AlarmAfter { get; init; } = TimeSpan.FromHours(48);
}

/// <summary>What was planned.</summary>
/// <param name="Messages">New messages.</param>
/// <param name="Holds">Everything that the gate holds of the channels of messages.</param>
public sealed record MessagePlan(IReadOnlyList<OutboxMessage> Messages, IReadOnlyList<ChannelHold> Holds);
