using ComplianceAgent.Reasons;

namespace ComplianceAgent.Violations.Audit;

/// <summary>What verifying a tenant's chains showed.</summary>
public sealed record AuditVerdict
{
    /// <summary>Tenant key.</summary>
    public required string Tenant { get; init; }

    /// <summary>Events there are.</summary>
    public required long Events { get; init; }

    /// <summary>Scans there are.</summary>
    public required long Scans { get; init; }

    /// <summary>Events whose personal part was erased; the chain does not need it.</summary>
    public required long Erased { get; init; }

    /// <summary>Events and scans from before there was a chain: nothing can be said of them.</summary>
    public required long Unchained { get; init; }

    /// <summary>Where the chains end.</summary>
    public required AuditHead Head { get; init; }

    /// <summary>What does not fit, first things first; empty when the chains are whole.</summary>
    public required IReadOnlyList<Reason> Faults { get; init; }

    /// <summary>Anchors from other files that agree.</summary>
    public required int AnchorsKept { get; init; }

    /// <summary>The furthest event and scan that anchors vouch for; what comes after rests on the store alone. Null without anchors.</summary>
    public AuditHead? VouchedFor { get; init; }
}
