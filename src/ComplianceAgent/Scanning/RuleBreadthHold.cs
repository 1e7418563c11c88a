using System.Collections;
using System.Collections.Immutable;
using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;

namespace ComplianceAgent.Scanning;

/// <summary>The rules that a scan holds because they would hit too much, and the devices that therefore cannot be called clean.</summary>
internal sealed class RuleBreadthHold
{
    private readonly HashSet<RuleKey> rules = [];
    private readonly Dictionary<int, BitArray> devices = [];
    private readonly List<(int Policy, PlatformFamily? Platform)> uncounted = [];

    private RuleBreadthHold()
    {
    }

    /// <summary>Nothing held.</summary>
    public static RuleBreadthHold None { get; } = new();

    /// <summary>The rules, with their figures.</summary>
    public ImmutableArray<HeldRule> Rules { get; private set; } = [];

    /// <summary>Why each of them is held.</summary>
    public ImmutableArray<Reason> Reasons { get; private set; } = [];

    /// <summary>True when a match rests on a rule that is held.</summary>
    public bool Holds(AppMatch match) => rules.Count > 0 && rules.Contains(new RuleKey(match.PolicyId, match.RuleId));

    /// <summary>
    /// True when a held rule hits a device. One whose rows were not kept may hit any device that could be called clean.
    /// </summary>
    public bool Covers(int device, int policy, in DeviceFacts facts)
    {
        if (rules.Count == 0)
        {
            return false;
        }

        if (devices.TryGetValue(policy, out var hit) && hit[device])
        {
            return true;
        }

        var family = facts.Platform.Family();
        return facts.Observable is CoverageClass.Clean or CoverageClass.PartlyObservable
            && uncounted.Exists(rule => rule.Policy == policy && (rule.Platform is null || family == PlatformFamily.Unknown || rule.Platform == family));
    }

    /// <summary>Judges every rule by what the whole inventory says.</summary>
    public static RuleBreadthHold Of(RuleBreadthWatch watch, InventoryCollector collector, PolicyMatcher matcher, PolicySet set, ScanOptions limits)
    {
        // Only patterns are judged by their devices, so most scans need not count any.
        var reached = watch.Reached.Where(rule => rule.Kind == RuleReachKind.Pattern || RuleBreadth.Judge(ByApps(rule, watch.Seen), limits) is not null).ToArray();
        if (reached.Length == 0)
        {
            return None;
        }

        var hold = new RuleBreadthHold();
        var counts = new RuleDeviceCounts(collector, matcher, set.Policies);
        foreach (var rule in reached)
        {
            hold.Judge(rule, ByApps(rule, watch.Seen), counts, set, limits);
        }

        return hold;
    }

    private static RuleReach ByApps(ReachedRule rule, int seen) => new(rule.Rule, rule.Kind, rule.Apps, seen, null, 0);

    private void Judge(ReachedRule reached, RuleReach reach, RuleDeviceCounts counts, PolicySet set, ScanOptions limits)
    {
        if (RuleBreadth.Judge(reach, limits) is null && counts.Rows(reached.Rule) < limits.MinDevicesForRuleShare)
        {
            return;
        }

        var policy = set.Policies.First(candidate => candidate.Id == reached.Rule.PolicyId);
        var hit = reached.IsGivenUp ? null : counts.Devices(reached.Rule);
        reach = reach with { Devices = hit is null ? null : Ones(hit), DevicesInScope = counts.InScope(policy) };
        if (RuleBreadth.Judge(reach, limits) is { } reason)
        {
            Add(reached.Rule, set.Policies.IndexOf(policy), policy.Rules.First(rule => rule.Id == reached.Rule.RuleId), hit);
            Rules = Rules.Add(new HeldRule(
                policy.Id, reached.Rule.RuleId, RuleMeaning.Of(policy, reached.Rule.RuleId, set.Catalogue), reach.Apps, reach.DistinctApps, reach.Devices, reach.DevicesInScope));
            Reasons = Reasons.Add(reason);
        }
    }

    private void Add(RuleKey key, int policy, PolicyRule rule, BitArray? hit)
    {
        rules.Add(key);
        if (hit is null)
        {
            uncounted.Add((policy, rule.Platform));
        }
        else if (!devices.TryAdd(policy, hit))
        {
            devices[policy].Or(hit);
        }
    }

    private static int Ones(BitArray bits)
    {
        var count = 0;
        foreach (bool bit in bits)
        {
            count += bit ? 1 : 0;
        }

        return count;
    }
}
