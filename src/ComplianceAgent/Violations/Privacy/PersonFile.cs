using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Gate;
using ComplianceAgent.Violations.Reviews;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Violations.Privacy;

/// <summary>An event that concerns a person, with what its personal parts say of them.</summary>
/// <param name="Entry">The event.</param>
/// <param name="Parts">Contents of its other personal parts, as stored: JSON.</param>
public sealed record PersonEvent(AuditEntry Entry, IReadOnlyList<string> Parts);

/// <summary>Everything that the store holds of one person.</summary>
public sealed record PersonFile
{
    /// <summary>The person.</summary>
    public required Person Person { get; init; }

    /// <summary>True when the tenant is simulated.</summary>
    public required bool Simulated { get; init; }

    /// <summary>The moment.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Decisions about exceptions that are for them, or that they made; each exception whole.</summary>
    public required IReadOnlyList<WaiverDecision> Exceptions { get; init; }

    /// <summary>Exceptions of registers, as they were at scans, that name them.</summary>
    public required IReadOnlyList<Waiver> Registered { get; init; }

    /// <summary>Decisions about suspected matches that they made.</summary>
    public required IReadOnlyList<ReviewDecision> Reviews { get; init; }

    /// <summary>Rules that they accepted.</summary>
    public required IReadOnlyList<RuleAcceptance> Acceptances { get; init; }

    /// <summary>Held closings that they let go.</summary>
    public required IReadOnlyList<GateRelease> Releases { get; init; }

    /// <summary>Steps of excusing acts that they took.</summary>
    public required IReadOnlyList<ExcusingDecision> Excuses { get; init; }

    /// <summary>Legal holds on them, and acts of theirs.</summary>
    public required IReadOnlyList<LegalHold> Holds { get; init; }

    /// <summary>Events of their violations, and events behind which they were.</summary>
    public required IReadOnlyList<PersonEvent> Events { get; init; }

    /// <summary>Accounts of a system that decided something and are called like the part before the @ of one of their addresses: theirs, or somebody else's.</summary>
    public required IReadOnlyList<string> AccountsOfThatName { get; init; }

    /// <summary>True when there is nothing of them.</summary>
    public bool IsEmpty => Person.Records.Count + Exceptions.Count + Registered.Count + Reviews.Count + Acceptances.Count + Releases.Count + Excuses.Count + Holds.Count + Events.Count == 0;
}
