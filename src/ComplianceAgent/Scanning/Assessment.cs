using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Scanning;

/// <summary>What the matches mean for each device: the best finding per (device, policy, subject), after the policy's scope.</summary>
/// <param name="Findings">To be recorded.</param>
/// <param name="UncountedPersons">
/// (device index, policy index) of advice on personal devices: counted in the coverage, no person recorded.
/// </param>
/// <param name="OutsideFleet">Devices with a banned app that are in no device list (retired since the export was made).</param>
internal sealed record Assessment(IReadOnlyList<Finding> Findings, IReadOnlySet<(int Device, int Policy)> UncountedPersons, int OutsideFleet)
{
    /// <summary>Cases and devices of findings that count no more, because a person dismissed them and nothing better was found.</summary>
    public (int Cases, int Devices) Dismissed { get; private init; }

    /// <summary>Joins the collector's hits with the verdicts, once per hit.</summary>
    public static Assessment Of(InventoryCollector collector, PolicyMatcher matcher, ImmutableArray<Policy> policies, ReviewBook reviews)
    {
        var triage = new MatchTriage(new ReviewRules(policies, reviews));
        var policyIndex = policies.Select((policy, index) => (policy.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index, StringComparer.Ordinal);
        var verdicts = collector.WantedApps.ToDictionary(pair => pair.Key, pair => matcher.Match(pair.Value));
        var best = new Dictionary<(int Device, int Policy, string Subject), (Finding Finding, ReviewVerdict Verdict)>();
        var advised = new HashSet<(int, int)>();
        var outside = new HashSet<int>();
        foreach (var hit in collector.Hits)
        {
            ref readonly var facts = ref collector.Devices[hit.Device];
            if (!facts.InFleet)
            {
                outside.Add(hit.Device);
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

                var verdict = triage.Of(hit.App, app, match, severity);
                if (severity == Severity.Advice && facts.Owner == DeviceOwner.Personal && !policies[index].RecordsPersonOnAdvice)
                {
                    _ = verdict.Triage != Triage.Dismissed && advised.Add((hit.Device, index));
                    continue;
                }

                KeepBest(best, (hit.Device, index, match.Subject), ToFinding(collector.Details[hit.Device], policies[index], match, severity, app), verdict);
            }
        }

        var findings = best.OrderBy(pair => pair.Key.Device).ThenBy(pair => pair.Key.Policy).ThenBy(pair => pair.Key.Subject, StringComparer.Ordinal);
        var dismissed = best.Where(pair => pair.Value.Verdict.Triage == Triage.Dismissed).ToList();
        return new Assessment([.. findings.Select(pair => pair.Value.Finding)], advised, outside.Count)
        {
            Dismissed = (dismissed.Select(pair => pair.Value.Verdict.By!.CaseId).Distinct(StringComparer.Ordinal).Count(), dismissed.Select(pair => pair.Key.Device).Distinct().Count()),
        };
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

    private static void KeepBest(
        Dictionary<(int, int, string), (Finding Finding, ReviewVerdict Verdict)> best, (int, int, string) key, Finding finding, ReviewVerdict verdict)
    {
        if (!best.TryGetValue(key, out var known) || IsBetter((finding, verdict), known))
        {
            best[key] = (finding, verdict);
        }
    }

    /// <summary>
    /// A total order, so that the order of rows changes nothing. What counts comes before what waits, and that before what was
    /// dismissed: a dismissed app must not hide another one on the same device.
    /// </summary>
    private static bool IsBetter((Finding Finding, ReviewVerdict Verdict) candidate, (Finding Finding, ReviewVerdict Verdict) known)
    {
        var order = candidate.Verdict.Triage.CompareTo(known.Verdict.Triage);
        return order != 0 ? order < 0 : IsBetter(candidate.Finding, known.Finding);
    }

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

/// <summary>Asks the review rules once per distinct app, match and severity, however many devices have it.</summary>
internal sealed class MatchTriage(ReviewRules rules)
{
    private readonly Dictionary<(int App, string Policy, string Subject, Severity Severity), ReviewVerdict> known = [];

    /// <summary>What becomes of a match.</summary>
    public ReviewVerdict Of(int appIndex, DistinctApp app, AppMatch match, Severity severity)
    {
        ref var verdict = ref CollectionsMarshal.GetValueRefOrAddDefault(known, (appIndex, match.PolicyId, match.Subject, severity), out var isKnown);
        if (!isKnown)
        {
            verdict = rules.Judge(match.PolicyId, match.Subject, app, match.Confidence, severity);
        }

        return verdict;
    }
}
