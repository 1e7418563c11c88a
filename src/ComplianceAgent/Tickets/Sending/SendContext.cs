using ComplianceAgent.Policies;

namespace ComplianceAgent.Tickets.Sending;

/// <summary>What sending needs to know of a tenant.</summary>
/// <param name="Tenant">Tenant key.</param>
/// <param name="Policies">Policies in force, for titles and dates.</param>
/// <param name="Registers">Exceptions of registers, for proposals.</param>
public sealed record SendContext(string Tenant, IReadOnlyCollection<Policy> Policies, IReadOnlyCollection<Violations.Exceptions.Waiver> Registers)
{
    /// <summary>True for a simulated tenant, whose time is its own.</summary>
    public bool Simulated { get; init; }

    /// <summary>The time of the tenant: the clock, or that of its simulated days.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Zone in which days are told.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;
}

/// <summary>What became of one turn of sending.</summary>
public sealed record SendReport
{
    /// <summary>Another agent sends at the moment.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>Handed over.</summary>
    public int Sent { get; init; }

    /// <summary>Tried, to be tried again.</summary>
    public int Retried { get; init; }

    /// <summary>Set aside.</summary>
    public int Dead { get; init; }

    /// <summary>Of which people had done something meanwhile.</summary>
    public int Heard { get; init; }

    /// <summary>Nothing is sent until then; null when sending goes on.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>Why it is paused; null when it is not.</summary>
    public Reasons.Reason? Why { get; init; }

    /// <summary>True when everything due was gone through.</summary>
    public bool IsDone { get; init; }

    /// <summary>Two turns together.</summary>
    public SendReport Plus(SendReport other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other with { Sent = Sent + other.Sent, Retried = Retried + other.Retried, Dead = Dead + other.Dead, Heard = Heard + other.Heard };
    }
}
