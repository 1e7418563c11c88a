using System.Collections.Immutable;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations.Gate;

/// <summary>How many violations of one policy one scan may close by itself.</summary>
/// <param name="MaxClosings">More than so many are held, whatever their share.</param>
/// <param name="MaxShare">A larger share of the policy's live violations than this is held, 0 to 1.</param>
/// <param name="MinForShare">Fewer closings than this are not judged by their share.</param>
public sealed record GateLimits(int MaxClosings, double MaxShare, int MinForShare);

/// <summary>A person let held closings go. Rows are only ever added.</summary>
public sealed record GateRelease
{
    /// <summary>Tenant key.</summary>
    public required string Tenant { get; init; }

    /// <summary>From 1 without gaps, per tenant; 0 before it is stored.</summary>
    public long Sequence { get; init; }

    /// <summary>Policy.</summary>
    public required string PolicyId { get; init; }

    /// <summary>The violations that may close: those that were held when the person looked, or the batch chosen of them.</summary>
    public required ImmutableArray<Guid> Violations { get; init; }

    /// <summary>Who.</summary>
    public required Author Author { get; init; }

    /// <summary>Why, in the person's words.</summary>
    public required string Reason { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>Closings of one policy that wait.</summary>
/// <param name="PolicyId">Policy.</param>
/// <param name="Count">Violations that would close.</param>
/// <param name="Live">Violations of the policy that are live, these included.</param>
/// <param name="Since">When the first of them was held.</param>
public sealed record HeldClosings(string PolicyId, int Count, int Live, DateTimeOffset Since);
