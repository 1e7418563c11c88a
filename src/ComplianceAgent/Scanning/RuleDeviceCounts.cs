using System.Collections;
using System.Collections.Immutable;
using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;

namespace ComplianceAgent.Scanning;

/// <summary>On how many devices of its policy's scope a rule hits. Rows are counted for all rules, devices only for those asked for.</summary>
internal sealed class RuleDeviceCounts
{
    private readonly InventoryCollector collector;
    private readonly ImmutableArray<Policy> policies;
    private readonly Dictionary<int, ImmutableArray<RuleKey>> rulesOfApp;
    private readonly Dictionary<RuleKey, int> rows = [];
    private readonly Dictionary<string, int> inScope = new(StringComparer.Ordinal);

    /// <summary>Counts the rows of every rule.</summary>
    public RuleDeviceCounts(InventoryCollector collector, PolicyMatcher matcher, ImmutableArray<Policy> policies)
    {
        this.collector = collector;
        this.policies = policies;
        rulesOfApp = collector.WantedApps.ToDictionary(
            pair => pair.Key, pair => matcher.Match(pair.Value).Select(match => new RuleKey(match.PolicyId, match.RuleId)).Distinct().ToImmutableArray());
        foreach (var hit in collector.Hits)
        {
            foreach (var rule in rulesOfApp[hit.App])
            {
                rows[rule] = rows.GetValueOrDefault(rule) + 1;
            }
        }
    }

    /// <summary>Rows that a rule hits: at least as many as devices.</summary>
    public int Rows(RuleKey rule) => rows.GetValueOrDefault(rule);

    /// <summary>Devices of the fleet that a policy speaks of.</summary>
    public int InScope(Policy policy)
    {
        if (!inScope.TryGetValue(policy.Id, out var count))
        {
            for (var device = 0; device < collector.Devices.Length; device++)
            {
                count += IsInScope(policy, collector.Devices[device]) ? 1 : 0;
            }

            inScope[policy.Id] = count;
        }

        return count;
    }

    /// <summary>The devices in scope that a rule hits, by device index.</summary>
    public BitArray Devices(RuleKey rule)
    {
        var policy = policies.First(candidate => candidate.Id == rule.PolicyId);
        var devices = new BitArray(collector.Devices.Length);
        foreach (var hit in collector.Hits)
        {
            if (rulesOfApp[hit.App].Contains(rule) && IsInScope(policy, collector.Devices[hit.Device]))
            {
                devices[hit.Device] = true;
            }
        }

        return devices;
    }

    private static bool IsInScope(Policy policy, in DeviceFacts facts) =>
        facts.InFleet && facts.Observable != CoverageClass.Duplicate && policy.Scope.For(facts.Owner, facts.Platform.Family()) != Severity.Out;
}
