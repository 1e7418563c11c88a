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

    /// <summary>Joins the collector's hits with the verdicts, once per hit; matches of rules that are held are left out.</summary>
    public static Assessment Of(InventoryCollector collector, PolicyMatcher matcher, ImmutableArray<Policy> policies, ReviewBook reviews, RuleBreadthHold hold)
    {
        var joined = new Join(collector, policies, new MatchTriage(new ReviewRules(policies, reviews)));
        var verdicts = collector.WantedApps.ToDictionary(pair => pair.Key, pair => matcher.Match(pair.Value).RemoveAll(hold.Holds));
        foreach (var hit in collector.Hits)
        {
            joined.Add(hit.Device, 1, [hit.App], verdicts[hit.App]);
        }

        foreach (var (device, hit) in collector.RollUps.All)
        {
            int[] named = [hit.First, hit.Second, hit.Third];
            joined.Add(device, hit.Rows, [.. named.Where(app => app >= 0)], verdicts[hit.First]);
        }

        return joined.Result();
    }

    /// <summary>One pass over the hits.</summary>
    private sealed class Join(InventoryCollector collector, ImmutableArray<Policy> policies, MatchTriage triage)
    {
        private readonly Dictionary<string, int> policyIndex =
            policies.Select((policy, index) => (policy.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index, StringComparer.Ordinal);

        private readonly Dictionary<(int Device, int Policy, string Subject), (Finding Finding, ReviewVerdict Verdict)> best = [];
        private readonly Dictionary<(int Device, int Policy, string Subject), (RollUpTally Tally, AppMatch Match)> rollUps = [];
        private readonly HashSet<(int, int)> advised = [];
        private readonly HashSet<int> outside = [];

        /// <summary>Takes rows of a device; the first of the apps stands for them.</summary>
        public void Add(int device, int rows, ReadOnlySpan<int> apps, ImmutableArray<AppMatch> matches)
        {
            ref readonly var facts = ref collector.Devices[device];
            if (!facts.InFleet)
            {
                // Whose device it is nobody knows, so an allow-list says nothing of it.
                _ = matches.All(match => match.IsRollUp) || outside.Add(device);
                return;
            }

            if (facts.Observable == CoverageClass.Duplicate)
            {
                return;
            }

            var app = collector.WantedApps[apps[0]];
            foreach (var match in matches)
            {
                var index = policyIndex[match.PolicyId];
                var severity = SeverityFor(policies[index], facts.Owner, facts.Platform, app, match);
                if (severity == Severity.Out)
                {
                    continue;
                }

                var standing = match.IsRollUp ? RollUpTally.Standing(app) : app;
                var verdict = triage.Of(apps[0], standing, match, severity);
                if (severity == Severity.Advice && facts.Owner == DeviceOwner.Personal && !policies[index].RecordsPersonOnAdvice)
                {
                    _ = verdict.Triage != Triage.Dismissed && advised.Add((device, index));
                    continue;
                }

                var key = (device, index, match.Subject);
                KeepBest(best, key, ToFinding(collector.Details[device], policies[index], match, severity, standing), verdict);
                Tally(key, match, rows, apps);
            }
        }

        /// <summary>The findings in order of device, policy and subject.</summary>
        public Assessment Result()
        {
            foreach (var (key, (tally, match)) in rollUps)
            {
                var (finding, verdict) = best[key];
                best[key] = (finding with { Evidence = tally.Describe(match with { Evidence = finding.Evidence }) }, verdict);
            }

            var findings = best.OrderBy(pair => pair.Key.Device).ThenBy(pair => pair.Key.Policy).ThenBy(pair => pair.Key.Subject, StringComparer.Ordinal);
            var dismissed = best.Where(pair => pair.Value.Verdict.Triage == Triage.Dismissed).ToList();
            return new Assessment([.. findings.Select(pair => pair.Value.Finding)], advised, outside.Count)
            {
                Dismissed = (dismissed.Select(pair => pair.Value.Verdict.By!.CaseId).Distinct(StringComparer.Ordinal).Count(), dismissed.Select(pair => pair.Key.Device).Distinct().Count()),
            };
        }

        private void Tally((int, int, string) key, AppMatch match, int rows, ReadOnlySpan<int> apps)
        {
            if (!match.IsRollUp)
            {
                return;
            }

            if (!rollUps.TryGetValue(key, out var known))
            {
                rollUps.Add(key, known = (new RollUpTally(), match));
            }

            foreach (var app in apps)
            {
                known.Tally.Name(collector.WantedApps[app].Name);
            }

            known.Tally.Count(rows);
        }
    }

    /// <summary>The policy's word on this device, never harsher than the match itself.</summary>
    internal static Severity SeverityFor(Policy policy, DeviceOwner owner, Platform devicePlatform, DistinctApp app, AppMatch match)
    {
        if (match.IsRollUp && owner != DeviceOwner.Company)
        {
            return Severity.Out;
        }

        var platform = devicePlatform == Platform.Unknown ? app.Platform : devicePlatform;
        var scope = policy.Scope.For(owner, platform.Family());
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
