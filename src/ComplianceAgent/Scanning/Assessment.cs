using System.Collections.Immutable;
using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations;

namespace ComplianceAgent.Scanning;

/// <summary>What the matches mean for each device: the best finding per (device, policy, subject), after the policy's scope.</summary>
/// <param name="Findings">To be recorded.</param>
/// <param name="UncountedPersons">
/// (device index, policy index) of advice on personal devices: counted in the coverage, no person recorded.
/// </param>
/// <param name="OutsideFleet">Devices with a banned app that are in no device list (retired since the export was made).</param>
internal sealed record Assessment(IReadOnlyList<Finding> Findings, IReadOnlySet<(int Device, int Policy)> UncountedPersons, int OutsideFleet)
{
    /// <summary>Joins the collector's hits with the verdicts, once per hit; matches of rules that are held are left out.</summary>
    public static Assessment Of(InventoryCollector collector, PolicyMatcher matcher, ImmutableArray<Policy> policies, RuleBreadthHold hold)
    {
        var policyIndex = policies.Select((policy, index) => (policy.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index, StringComparer.Ordinal);
        var verdicts = collector.WantedApps.ToDictionary(pair => pair.Key, pair => matcher.Match(pair.Value).RemoveAll(hold.Holds));
        var best = new Dictionary<(int Device, int Policy, string Subject), Finding>();
        var advised = new HashSet<(int, int)>();
        var outside = new HashSet<int>();
        foreach (var hit in collector.Hits)
        {
            ref readonly var facts = ref collector.Devices[hit.Device];
            if (!facts.InFleet)
            {
                if (!verdicts[hit.App].IsEmpty)
                {
                    outside.Add(hit.Device);
                }

                continue;
            }

            if (facts.Observable == CoverageClass.Duplicate)
            {
                continue;
            }

            var app = collector.WantedApps[hit.App];
            foreach (var match in verdicts[hit.App])
            {
                var index = policyIndex[match.PolicyId];
                var severity = SeverityFor(policies[index], facts, app, match);
                if (severity == Severity.Out)
                {
                    continue;
                }

                if (severity == Severity.Advice && facts.Owner == DeviceOwner.Personal && !policies[index].RecordsPersonOnAdvice)
                {
                    advised.Add((hit.Device, index));
                    continue;
                }

                KeepBest(best, (hit.Device, index, match.Subject), ToFinding(collector.Details[hit.Device], policies[index], match, severity, app));
            }
        }

        var findings = best.OrderBy(pair => pair.Key.Device).ThenBy(pair => pair.Key.Policy).ThenBy(pair => pair.Key.Subject, StringComparer.Ordinal);
        return new Assessment([.. findings.Select(pair => pair.Value)], advised, outside.Count);
    }

    /// <summary>The policy's word on this device, never harsher than the match itself.</summary>
    private static Severity SeverityFor(Policy policy, in DeviceFacts facts, DistinctApp app, AppMatch match)
    {
        var platform = facts.Platform == Platform.Unknown ? app.Platform : facts.Platform;
        var scope = policy.Scope.For(facts.Owner, platform.Family());
        return scope == Severity.Violation ? match.Severity : scope == Severity.Review && match.Severity == Severity.Advice ? Severity.Advice : scope;
    }

    private static Finding ToFinding(ManagedDevice device, Policy policy, AppMatch match, Severity severity, DistinctApp app) => new()
    {
        Device = device,
        PolicyId = policy.Id,
        PolicyHash = policy.Hash,
        RuleId = match.RuleId,
        Subject = match.Subject,
        SubjectName = match.SubjectName,
        Severity = severity,
        Confidence = match.Confidence,
        App = app,
        Evidence = match.Evidence,
    };

    private static void KeepBest(Dictionary<(int, int, string), Finding> best, (int, int, string) key, Finding finding)
    {
        if (!best.TryGetValue(key, out var known) || IsBetter(finding, known))
        {
            best[key] = finding;
        }
    }

    /// <summary>A total order, so that the order of rows changes nothing.</summary>
    private static bool IsBetter(Finding candidate, Finding known)
    {
        var order = known.Confidence.CompareTo(candidate.Confidence);
        order = order != 0 ? order : candidate.Severity.CompareTo(known.Severity);
        order = order != 0 ? order : string.CompareOrdinal(candidate.App.Name, known.App.Name);
        order = order != 0 ? order : string.CompareOrdinal(candidate.App.Version, known.App.Version);
        order = order != 0 ? order : string.CompareOrdinal(candidate.App.Publisher, known.App.Publisher);
        return order < 0;
    }
}
