using System.Collections.Immutable;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations.Outbox;

/// <summary>The channels that the release gate knows.</summary>
public static class ChannelNames
{
    /// <summary>Tickets, whatever the tracker.</summary>
    public const string Tickets = "tickets";

    /// <summary>Mail to people and the service desk.</summary>
    public const string Mail = "mail";

    /// <summary>Cards to a Teams channel.</summary>
    public const string Teams = "teams";

    /// <summary>All of them.</summary>
    public static ImmutableArray<string> All { get; } = [Tickets, Mail, Teams];
}

/// <summary>A person opened a channel for a policy, closed it, or let some of what waits go. Rows are only ever added.</summary>
public sealed record ChannelRelease
{
    /// <summary>Tenant key.</summary>
    public required string Tenant { get; init; }

    /// <summary>From 1 without gaps, per tenant; 0 before it is stored.</summary>
    public long Sequence { get; init; }

    /// <summary>Policy.</summary>
    public required string PolicyId { get; init; }

    /// <summary>Channel.</summary>
    public required string Channel { get; init; }

    /// <summary>True opens the channel from now on, false closes it; null leaves it as it is (a batch or a pilot).</summary>
    public bool? Opens { get; init; }

    /// <summary>Violations that are let go: what was held when the person looked, or what was chosen of it.</summary>
    public ImmutableArray<Guid> Violations { get; init; } = [];

    /// <summary>Who.</summary>
    public required Author Author { get; init; }

    /// <summary>Why, in the person's words.</summary>
    public required string Reason { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>What the gate holds of one policy in one channel.</summary>
public sealed record ChannelHold
{
    /// <summary>Tenant key.</summary>
    public required string Tenant { get; init; }

    /// <summary>Policy.</summary>
    public required string PolicyId { get; init; }

    /// <summary>Channel.</summary>
    public required string Channel { get; init; }

    /// <summary>Why: the channel was never released, or too much came at once.</summary>
    public required Reason Why { get; init; }

    /// <summary>Since when the first of them waits.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Violations of which nothing leaves the house.</summary>
    public ImmutableArray<Guid> Violations { get; init; } = [];
}

/// <summary>What is held, for results and pages.</summary>
/// <param name="PolicyId">Policy.</param>
/// <param name="Channel">Channel.</param>
/// <param name="Count">Violations of which nothing leaves the house.</param>
/// <param name="Since">Since when the first of them waits.</param>
/// <param name="Why">Why.</param>
public sealed record HeldChannel(string PolicyId, string Channel, int Count, DateTimeOffset Since, Reason Why);

/// <summary>How a tenant's sending through one target goes, and who does it at the moment.</summary>
public sealed record ChannelState
{
    /// <summary>Tenant key.</summary>
    public required string Tenant { get; init; }

    /// <summary>Target: a tracker's name, <c>mail</c> or <c>teams</c>.</summary>
    public required string Target { get; init; }

    /// <summary>Agent that sends; empty when none does.</summary>
    public string Holder { get; init; } = "";

    /// <summary>Until when it may.</summary>
    public DateTimeOffset HeldUntil { get; init; }

    /// <summary>Counts holders: what an earlier one brings is refused.</summary>
    public long Fence { get; init; }

    /// <summary>Nothing is sent before; null when sending goes on.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>Failures of the target itself, one after another.</summary>
    public int Failures { get; init; }

    /// <summary>Why it is paused, or what is wrong; null when nothing is.</summary>
    public Reason? Why { get; init; }

    /// <summary>Until when the state of tickets was read back; null before the first time.</summary>
    public DateTimeOffset? SyncedAt { get; init; }

    /// <summary>When all tickets of ours there were last gone through; null before the first time.</summary>
    public DateTimeOffset? SweptAt { get; init; }
}

/// <summary>Permission to send for a tenant through a target, for a time.</summary>
/// <param name="Tenant">Tenant key.</param>
/// <param name="Target">Target.</param>
/// <param name="Fence">Number that everything written under it must show.</param>
/// <param name="Until">When it ends.</param>
public sealed record SendLease(string Tenant, string Target, long Fence, DateTimeOffset Until);
