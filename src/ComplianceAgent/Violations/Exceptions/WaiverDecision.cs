using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations.Exceptions;

/// <summary>What a person did. Stored by number: never reordered.</summary>
public enum WaiverDecisionKind : byte
{
    /// <summary>Asked for an exception.</summary>
    Requested = 0,

    /// <summary>Granted it.</summary>
    Approved,

    /// <summary>Refused it.</summary>
    Rejected,

    /// <summary>Ended it before its time.</summary>
    Revoked,
}

/// <summary>One decision about an exception, as stored. Rows are only ever added.</summary>
public sealed record WaiverDecision
{
    /// <summary>Tenant key.</summary>
    public required string Tenant { get; init; }

    /// <summary>From 1 without gaps, per tenant; given by the store.</summary>
    public long Sequence { get; init; }

    /// <summary>The exception: the sequence of its request.</summary>
    public required long Number { get; init; }

    /// <summary>What was done.</summary>
    public required WaiverDecisionKind Kind { get; init; }

    /// <summary>Who did it.</summary>
    public required Author Author { get; init; }

    /// <summary>The role in which it was approved, as told; empty otherwise.</summary>
    public string Role { get; init; } = "";

    /// <summary>Why, in the author's words.</summary>
    public required string Reason { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What is asked for; only a request has it.</summary>
    public WaiverAsk? Ask { get; init; }
}
