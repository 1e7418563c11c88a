using System.Globalization;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Outbox;

namespace ComplianceAgent.Tickets;

/// <summary>
/// The brake on what leaves the house: per tenant, policy and channel. Nothing of a policy passes before a person opened the channel for it, and what comes
/// in a storm is held again. What passed once is never held back. Pure.
/// </summary>
internal static class ReleaseGate
{
    /// <summary>Code of a channel that nobody opened.</summary>
    public const string PreviewCode = "held-preview";

    /// <summary>Code of too much at once.</summary>
    public const string StormCode = "held-storm";

    /// <summary>Tells what may pass from what waits.</summary>
    /// <param name="channel">Channel.</param>
    /// <param name="candidates">Violations of which nothing has left the house yet.</param>
    /// <param name="releases">What people let go, oldest first.</param>
    /// <param name="holds">What was held before, of this channel.</param>
    /// <param name="most">Most of one policy that pass at once.</param>
    /// <param name="now">The clock.</param>
    /// <returns>What passes, and everything that is held from now on.</returns>
    public static (IReadOnlySet<Guid> Passed, IReadOnlyList<ChannelHold> Holds) Judge(
        string channel, IReadOnlyCollection<Violation> candidates, IEnumerable<ChannelRelease> releases, IEnumerable<ChannelHold> holds, int most, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        var ofPolicy = releases.Where(release => release.Channel == channel).ToLookup(release => release.PolicyId, StringComparer.Ordinal);
        var before = holds.Where(hold => hold.Channel == channel).ToDictionary(hold => hold.PolicyId, StringComparer.Ordinal);
        var passed = new HashSet<Guid>();
        var held = new List<ChannelHold>();
        foreach (var policy in candidates.GroupBy(violation => violation.PolicyId, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var (free, hold) = JudgePolicy([.. policy], [.. ofPolicy[policy.Key]], before.GetValueOrDefault(policy.Key), channel, most, now);
            passed.UnionWith(free);
            if (hold is not null)
            {
                held.Add(hold);
            }
        }

        return (passed, held);
    }

    /// <summary>True when a channel was opened for a policy and not closed since.</summary>
    public static bool IsOpen(IEnumerable<ChannelRelease> releases, string policyId, string channel) =>
        releases.LastOrDefault(release => release.PolicyId == policyId && release.Channel == channel && release.Opens is not null) is { Opens: true };

    private static (IEnumerable<Guid> Free, ChannelHold? Hold) JudgePolicy(
        Violation[] candidates, ChannelRelease[] releases, ChannelHold? before, string channel, int most, DateTimeOffset now)
    {
        var named = releases.SelectMany(release => release.Violations).ToHashSet();
        var isOpen = releases.LastOrDefault(release => release.Opens is not null) is { Opens: true };
        var unnamed = candidates.Where(violation => !named.Contains(violation.Id)).ToArray();
        var stormed = before is { Why.Code: StormCode } ? before.Violations.ToHashSet() : [];
        var isStorm = unnamed.Length > most;
        var waits = isOpen ? [.. unnamed.Where(violation => isStorm || stormed.Contains(violation.Id))] : unnamed;
        var waiting = waits.Select(violation => violation.Id).ToHashSet();
        var free = candidates.Select(violation => violation.Id).Where(id => !waiting.Contains(id));
        return (free, waits.Length == 0 ? null : HoldOf(waits, channel, isOpen, most, before, now));
    }

    private static ChannelHold HoldOf(Violation[] waits, string channel, bool isOpen, int most, ChannelHold? before, DateTimeOffset now) => new()
    {
        Tenant = waits[0].Tenant,
        PolicyId = waits[0].PolicyId,
        Channel = channel,
        Why = isOpen ? Reason.Of(StormCode, ("most", most.ToString(CultureInfo.InvariantCulture))) : Reason.Of(PreviewCode),
        Since = before?.Since ?? now,
        Violations = [.. waits.Select(violation => violation.Id).Order()],
    };
}
