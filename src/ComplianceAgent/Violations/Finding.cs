using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Violations;

/// <summary>One match on one device, the best of its app rows for a (policy, subject).</summary>
public sealed record Finding
{
    /// <summary>The device.</summary>
    public required ManagedDevice Device { get; init; }

    /// <summary>Policy.</summary>
    public required string PolicyId { get; init; }

    /// <summary>Hash of the policy.</summary>
    public required string PolicyHash { get; init; }

    /// <summary>Rule.</summary>
    public required string RuleId { get; init; }

    /// <summary>Catalogue product or else rule id.</summary>
    public required string Subject { get; init; }

    /// <summary>Name of the subject.</summary>
    public required string SubjectName { get; init; }

    /// <summary>Violation, advice or review, after the policy's scope for this owner. Never <see cref="Severity.Out"/>.</summary>
    public required Severity Severity { get; init; }

    /// <summary>How sure; a match less sure than the policy asks for goes to review.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>The app that matched best.</summary>
    public required DistinctApp App { get; init; }

    /// <summary>Why it matched.</summary>
    public required Reason Evidence { get; init; }
}
