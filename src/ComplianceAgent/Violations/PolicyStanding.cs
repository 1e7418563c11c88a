using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Violations;

/// <summary>A policy as it stands at one moment.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="EndedAt">When its validity ended; null while it is in force.</param>
internal sealed record PolicyStanding(Policy Policy, DateTimeOffset? EndedAt)
{
    /// <summary>True while its validity lasts.</summary>
    public bool IsInForce => EndedAt is null;

    /// <summary>Policies by id.</summary>
    public static Dictionary<string, PolicyStanding> Index(IEnumerable<Policy> policies, DateTimeOffset now) =>
        policies.ToDictionary(policy => policy.Id, policy => new PolicyStanding(policy, Deadlines.EndOf(policy) is { } end && end <= now ? end : null));

    /// <summary>
    /// Why a violation no longer holds by a change of ours, or null when it does. Looks at the settings first, then at validity, rule and
    /// scope: the widest reason is the one that people recognise.
    /// </summary>
    public static Reason? WithdrawalOf(LifeCycleInput input, Violation violation, PolicyStanding? standing) =>
        standing is null ? LifeCycleReasons.PolicyNotInForce(violation.PolicyId)
        : standing.EndedAt is { } end ? LifeCycleReasons.PolicyEnded(violation.PolicyId, end)
        : standing.OutOfScope(input, violation) ?? standing.RuleGone(violation, input.StillMatches);

    /// <summary>Why the policy's scope leaves the violation's device out, as the device is told now; null when it does not.</summary>
    public Reason? OutOfScope(LifeCycleInput input, Violation violation)
    {
        // Only a device list tells an owner; anything else is a guess, and a guess withdraws nothing.
        var told = input.Scan.HasDeviceList && input.Devices.GetValueOrDefault(violation.DeviceId) is { Presence: DevicePresence.InFleet } device ? device : null;
        return OutOfScope(told?.Owner ?? violation.Device.Owner, (told?.Platform ?? violation.Device.Platform).Family());
    }

    /// <summary>The same of an owner and a platform.</summary>
    public Reason? OutOfScope(DeviceOwner owner, PlatformFamily platform) => Policy.Scope.For(owner, platform) switch
    {
        Severity.Out => LifeCycleReasons.OutOfScope(owner, platform),
        Severity.Advice when owner == DeviceOwner.Personal && !Policy.RecordsPersonOnAdvice => LifeCycleReasons.AdviceOnlyCounted,
        _ => null,
    };

    private Reason? RuleGone(Violation violation, Func<Violation, bool> stillMatches)
    {
        if (stillMatches(violation))
        {
            return null;
        }

        return Policy.Rules.Any(rule => rule.Id == violation.RuleId)
            ? LifeCycleReasons.RuleNarrowed(violation.RuleId)
            : LifeCycleReasons.RuleRemoved(violation.RuleId);
    }
}
