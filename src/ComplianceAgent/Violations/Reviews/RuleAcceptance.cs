namespace ComplianceAgent.Violations.Reviews;

/// <summary>A person accepted that a rule hits as much as it does. Rows are only ever added, so that two people can each accept.</summary>
public sealed record RuleAcceptance
{
    /// <summary>Tenant key.</summary>
    public required string Tenant { get; init; }

    /// <summary>From 1 without gaps, per tenant; given by the store.</summary>
    public long Sequence { get; init; }

    /// <summary>Policy.</summary>
    public required string PolicyId { get; init; }

    /// <summary>Rule within it.</summary>
    public required string RuleId { get; init; }

    /// <summary>Of the rule's meaning as loaded, SHA-256 in lower-case hex: another meaning is not what was accepted.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Who accepted.</summary>
    public required Author Author { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Devices that the rule hit.</summary>
    public required int Devices { get; init; }

    /// <summary>Distinct apps that it hit.</summary>
    public required int Apps { get; init; }

    /// <summary>The share of the fleet or of the apps, the larger, 0 to 1.</summary>
    public required double Share { get; init; }
}
