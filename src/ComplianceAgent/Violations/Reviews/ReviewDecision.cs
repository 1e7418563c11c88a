using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;

namespace ComplianceAgent.Violations.Reviews;

/// <summary>What was decided of a case. Stored by number: never reordered.</summary>
public enum ReviewDecisionKind : byte
{
    /// <summary>The app is that product: matches of it need no review.</summary>
    Confirmed = 0,

    /// <summary>The app is not that product: matches of it do not count.</summary>
    Dismissed,

    /// <summary>A person took the decision before this one back.</summary>
    Undone,

    /// <summary>A dismissal ended, because the match became surer than what was dismissed.</summary>
    Superseded,
}

/// <summary>Why a match waits for a person. Stored by number: never reordered.</summary>
public enum ReviewCause : byte
{
    /// <summary>The match is less sure than the policy asks for: is the app that product? The answer holds for every policy.</summary>
    Doubt = 0,

    /// <summary>The policy asks for a person on such devices or for such a rule, however sure the match is. The answer holds for that policy.</summary>
    Policy,
}

/// <summary>One decision, as stored. Rows are only ever added; the newest of a case counts.</summary>
public sealed record ReviewDecision
{
    /// <summary>Tenant key.</summary>
    public required string Tenant { get; init; }

    /// <summary>From 1 without gaps, per tenant; given by the store.</summary>
    public long Sequence { get; init; }

    /// <summary>Id of the case when it was decided.</summary>
    public required string CaseId { get; init; }

    /// <summary>What was decided.</summary>
    public required ReviewDecisionKind Kind { get; init; }

    /// <summary>What the question was.</summary>
    public required ReviewCause Cause { get; init; }

    /// <summary>Policy of a <see cref="ReviewCause.Policy"/> case; empty for the others.</summary>
    public string PolicyId { get; init; } = "";

    /// <summary>Catalogue product or else rule id.</summary>
    public required string Subject { get; init; }

    /// <summary>Name of the subject for people.</summary>
    public required string SubjectName { get; init; }

    /// <summary>The app as it was inventoried on one of the devices.</summary>
    public required DistinctApp App { get; init; }

    /// <summary>How sure the surest match was that was decided on: a surer one is another question.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>Who decided.</summary>
    public required Author Author { get; init; }

    /// <summary>Why, in the author's words.</summary>
    public required string Reason { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Devices it concerned when it was decided.</summary>
    public required int Devices { get; init; }

    /// <summary>Number of the scan that decided; 0 for a person.</summary>
    public long ScanNumber { get; init; }
}
