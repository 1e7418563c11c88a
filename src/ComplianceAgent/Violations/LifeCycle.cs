using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations;

/// <summary>
/// Decides what became of every violation, and why. Pure: what it returns depends on its input alone (the ids of new violations come
/// from <see cref="LifeCycleInput.NewId"/>). The table of cases stands in the README of this folder.
/// </summary>
public static class LifeCycle
{
    /// <summary>
    /// The changes one scan brings, in order. A violation may change more than once (confirmed again, and a newer version); each change
    /// holds the violation with all changes up to it, so the last one is what counts.
    /// </summary>
    public static IReadOnlyList<ViolationChange> Decide(LifeCycleInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        (input, var renamed) = Renaming.Carry(input);
        var reviews = new ReviewRules(input.Policies, input.Reviews);
        (input, var dismissed) = WithoutDismissed(input, reviews);
        var policies = PolicyStanding.Index(input.Policies, input.Scan.Now);
        var known = input.Known.ToDictionary(ViolationKey.Of);
        var hardware = Reenrolment.Of(input);
        var found = FindingsThatCount(input, known, policies, hardware);
        var changes = new List<ViolationChange>(renamed);

        foreach (var finding in found.Values)
        {
            changes.AddRange(Presence.Decide(input, finding, known.GetValueOrDefault(ViolationKey.Of(finding)), hardware, reviews));
        }

        foreach (var (key, violation) in known)
        {
            if (!found.ContainsKey(key) && Absence.Decide(input, violation, policies, hardware, reviews, dismissed.GetValueOrDefault(key)) is { } change)
            {
                changes.Add(change);
            }
        }

        return [.. changes, .. OfExceptions(input, changes)];
    }

    /// <summary>
    /// What exceptions bring, judged by each violation as it is after everything else. A policy this scan does not speak of is not among
    /// <see cref="LifeCycleInput.Policies"/>, so nothing is said of its violations.
    /// </summary>
    private static IEnumerable<ViolationChange> OfExceptions(LifeCycleInput input, List<ViolationChange> changes)
    {
        var after = input.Known.ToDictionary(violation => violation.Id);
        foreach (var change in changes)
        {
            after[change.Violation.Id] = change.Violation;
        }

        var judged = input.Policies.Where(policy => !input.UnjudgedPolicies.Contains(policy.Id));
        return Excepting.Decide(after.Values, new WaiverRules(judged, input.Waivers, input.Scan.Now, input.Groups), new EarlierDevices(after.Values), input.Scan.InventoryAsOf);
    }

    /// <summary>Takes out what people dismissed, by which decision; what they answered with yes takes the severity of the answer.</summary>
    private static (LifeCycleInput Input, Dictionary<ViolationKey, ReviewDecision> Dismissed) WithoutDismissed(LifeCycleInput input, ReviewRules reviews)
    {
        var dismissed = new Dictionary<ViolationKey, ReviewDecision>();
        if (reviews.Book.IsEmpty)
        {
            return (input, dismissed);
        }

        var findings = new List<Finding>(input.Findings.Count);
        foreach (var finding in input.Findings)
        {
            var verdict = reviews.Judge(finding);
            if (verdict.Triage == Triage.Dismissed)
            {
                dismissed.TryAdd(ViolationKey.Of(finding), verdict.By!);
            }
            else
            {
                findings.Add(verdict.Severity == finding.Severity ? finding : finding with { Severity = verdict.Severity });
            }
        }

        return (input with { Findings = findings }, dismissed);
    }

    /// <summary>
    /// Leaves out what no policy in force asks for, rows that linger after a device left the fleet, and the stale record of hardware
    /// whose present record has the same finding: one piece of hardware is counted once.
    /// </summary>
    private static Dictionary<ViolationKey, Finding> FindingsThatCount(
        LifeCycleInput input, Dictionary<ViolationKey, Violation> known, Dictionary<string, PolicyStanding> policies, Reenrolment hardware)
    {
        var found = new Dictionary<ViolationKey, Finding>();
        foreach (var finding in input.Findings)
        {
            // A known violation of a stale record ends in a complete scan only, so until then its finding counts.
            var key = ViolationKey.Of(finding);
            var isCountedElsewhere = hardware.IsOldRecord(finding) && (input.Scan.Complete || !known.ContainsKey(key));
            if (IsAskedFor(input, finding, policies) && !hardware.IsAway(finding.Device.Id) && !isCountedElsewhere)
            {
                found.TryAdd(key, finding);
            }
        }

        return found;
    }

    private static bool IsAskedFor(LifeCycleInput input, Finding finding, Dictionary<string, PolicyStanding> policies) =>
        finding.Severity != Severity.Out
        && !input.UnjudgedPolicies.Contains(finding.PolicyId)
        && policies.TryGetValue(finding.PolicyId, out var standing)
        && standing.IsInForce;

    /// <summary>The last sighting of a violation: the scan that last confirmed it.</summary>
    internal static DateTimeOffset LastSighting(Violation violation, ScanFacts scan) =>
        violation.NotConfirmedSince ?? Later(violation.FirstSeenAt, scan.PreviousScanAsOf);

    /// <summary>Enters a state now.</summary>
    internal static Violation Enter(this Violation violation, ViolationState state, Reason reason, ScanFacts scan) =>
        violation with { State = state, StateReason = reason, StateSince = scan.InventoryAsOf };

    /// <summary>Enters a state unseen, keeping when it was last seen.</summary>
    internal static Violation EnterUnseen(this Violation violation, ViolationState state, Reason reason, ScanFacts scan) =>
        violation.Enter(state, reason, scan) with { NotConfirmedSince = LastSighting(violation, scan) };

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;
}
