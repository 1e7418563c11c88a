using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;

namespace ComplianceAgent.Scanning;

/// <summary>
/// Puts every device of the fleet on exactly one coverage line, overall and per policy: the first that fits. The lines therefore sum
/// to the fleet.
/// </summary>
internal sealed class CoveragePartition
{
    /// <summary>Stands for a policy that is not in force any more.</summary>
    private const int NoPolicy = -2;

    private static readonly Reason OutOfScope = Reason.Of("out-of-scope");
    private static readonly Reason RuleWaits = Reason.Of("rule-waits");
    private readonly RuleBreadthHold hold;
    private readonly InventoryCollector collector;
    private readonly ImmutableArray<Policy> policies;
    private readonly ImmutableArray<bool> inForce;
    private readonly Dictionary<int, List<Verdict>> verdicts = [];

    /// <summary>Devices with a violation that stays as it is although policy or scope no longer ask for it: in scope all the same.</summary>
    private readonly HashSet<(int Device, int Policy)> held = [];

    /// <summary>Prepares the verdicts that outrank what can be seen: live violations after this scan, and advice that records no person.</summary>
    public CoveragePartition(
        InventoryCollector collector, ImmutableArray<Policy> policies, DateTimeOffset now, IEnumerable<Violation> live, Assessment assessment, RuleBreadthHold hold,
        IReadOnlySet<Guid> heldViolations)
    {
        this.hold = hold;
        this.collector = collector;
        this.policies = policies;
        var standing = PolicyStanding.Index(policies, now);
        inForce = [.. policies.Select(policy => standing[policy.Id].IsInForce)];
        var policyIndex = policies.Select((policy, index) => (policy.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index, StringComparer.Ordinal);
        foreach (var violation in live)
        {
            if (collector.Find(violation.DeviceId) is not (>= 0 and var device))
            {
                continue;
            }

            var isHeld = heldViolations.Contains(violation.Id);
            if (policyIndex.TryGetValue(violation.PolicyId, out var policy))
            {
                Add(device, new Verdict(policy, ClassOf(violation), ReasonOf(violation)), isHeld);
            }
            else if (isHeld)
            {
                Add(device, new Verdict(NoPolicy, ClassOf(violation), ReasonOf(violation)), isHeld);
            }
        }

        foreach (var (device, policy) in assessment.UncountedPersons)
        {
            Add(device, new Verdict(policy, CoverageClass.Advice, Reason.Of("advised-against")), isHeld: false);
        }
    }

    /// <summary>Line of a device over all policies, with its reason.</summary>
    public (CoverageClass Class, Reason Reason) Overall(int device)
    {
        ref readonly var facts = ref collector.Devices[device];
        var inScope = held.Contains((device, NoPolicy));
        for (var policy = 0; policy < policies.Length; policy++)
        {
            inScope |= IsInScope(policy, facts) || held.Contains((device, policy));
        }

        return Line(device, facts, inScope, policy: -1);
    }

    /// <summary>Every line with at least one device.</summary>
    public IReadOnlyList<CoverageCount> Count()
    {
        var counts = new Dictionary<(int Policy, CoverageClass Class, string Reason, PlatformFamily Platform, DeviceOwner Owner), int>();
        for (var device = 0; device < collector.Devices.Length; device++)
        {
            ref readonly var facts = ref collector.Devices[device];
            if (!facts.InFleet)
            {
                continue;
            }

            Add(counts, -1, Overall(device), facts);
            for (var policy = 0; policy < policies.Length; policy++)
            {
                Add(counts, policy, Line(device, facts, IsInScope(policy, facts) || held.Contains((device, policy)), policy), facts);
            }
        }

        return [.. counts
            .OrderBy(pair => pair.Key.Policy).ThenBy(pair => pair.Key.Class).ThenBy(pair => pair.Key.Reason, StringComparer.Ordinal)
            .ThenBy(pair => pair.Key.Platform).ThenBy(pair => pair.Key.Owner)
            .Select(pair => new CoverageCount(
                pair.Key.Policy < 0 ? "" : policies[pair.Key.Policy].Id, pair.Key.Class, pair.Key.Reason, pair.Key.Platform, pair.Key.Owner, pair.Value))];
    }

    private static void Add(
        Dictionary<(int, CoverageClass, string, PlatformFamily, DeviceOwner), int> counts, int policy, (CoverageClass Class, Reason Reason) line, in DeviceFacts facts)
    {
        var key = (policy, line.Class, line.Reason.Code, facts.Platform.Family(), facts.Owner);
        CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _)++;
    }

    /// <summary>A policy whose validity is over speaks of no device: one that has the app must not be called clean by it.</summary>
    private bool IsInScope(int policy, in DeviceFacts facts) =>
        inForce[policy] && policies[policy].Scope.For(facts.Owner, facts.Platform.Family()) != Severity.Out;

    private (CoverageClass Class, Reason Reason) Line(int device, in DeviceFacts facts, bool inScope, int policy)
    {
        if (!inScope)
        {
            return (CoverageClass.OutOfScope, OutOfScope);
        }

        if (facts.Observable == CoverageClass.Duplicate)
        {
            return (facts.Observable, collector.ReasonOf(facts.ObservableReason));
        }

        var best = Best(device, policy);
        if (best is not { Class: <= CoverageClass.UnderReview } && IsHeld(device, facts, policy))
        {
            return (CoverageClass.UnderReview, RuleWaits);
        }

        return best is { } verdict ? (verdict.Class, verdict.Reason) : (facts.Observable, collector.ReasonOf(facts.ObservableReason));
    }

    /// <summary>A device that a held rule hits is neither in violation nor clean: people have to say first that the rule is meant.</summary>
    private bool IsHeld(int device, in DeviceFacts facts, int policy)
    {
        for (var i = 0; i < policies.Length; i++)
        {
            if ((policy < 0 || policy == i) && IsInScope(i, facts) && hold.Covers(device, i, facts))
            {
                return true;
            }
        }

        return false;
    }

    private Verdict? Best(int device, int policy)
    {
        Verdict? best = null;
        if (verdicts.TryGetValue(device, out var all))
        {
            foreach (var verdict in all)
            {
                if ((policy < 0 || verdict.Policy == policy) && (best is null || verdict.Class < best.Value.Class))
                {
                    best = verdict;
                }
            }
        }

        return best;
    }

    private void Add(int device, Verdict verdict, bool isHeld)
    {
        if (isHeld)
        {
            held.Add((device, verdict.Policy));
        }
        else if (!inForce[verdict.Policy])
        {
            return;
        }

        ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(verdicts, device, out _);
        (list ??= []).Add(verdict);
    }

    private static CoverageClass ClassOf(Violation violation) => violation switch
    {
        { State: ViolationState.Excepted } => CoverageClass.Excepted,
        { State: ViolationState.Review } or { Severity: Severity.Review } => CoverageClass.UnderReview,
        { Severity: Severity.Advice } => CoverageClass.Advice,
        _ => CoverageClass.Violating,
    };

    private static Reason ReasonOf(Violation violation) =>
        violation.NotConfirmedSince is null ? Reason.Of("seen-in-this-scan") : Reason.Of("not-confirmed-now");

    private readonly record struct Verdict(int Policy, CoverageClass Class, Reason Reason);
}
