using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Violations.Exceptions;

/// <summary>
/// Takes open violations under an exception, and opens them again when it ends. Whether the app was seen today plays no part: an exception
/// ends by its date also for a device in a drawer. Pure.
/// </summary>
public static class Excepting
{
    /// <summary>Changes that exceptions bring to violations as they are now; none when nothing moves.</summary>
    /// <param name="violations">Violations to look at, each as it is after whatever else changed.</param>
    /// <param name="rules">The exceptions.</param>
    /// <param name="history">Every violation, to follow hardware over enrolments.</param>
    /// <param name="at">When a state is entered.</param>
    public static IEnumerable<ViolationChange> Decide(IEnumerable<Violation> violations, WaiverRules rules, EarlierDevices history, DateTimeOffset at) =>
        violations.Select(violation => Decide(violation, rules, history, at)).OfType<ViolationChange>();

    /// <summary>
    /// What is no longer excused at the moment of the rules shown as it then is: open since its exception ended. For a report between two
    /// scans; nothing is stored.
    /// </summary>
    public static Violation AsOf(Violation violation, WaiverRules rules, EarlierDevices history) =>
        violation.State == ViolationState.Excepted && Decide(violation, rules, history, rules.Now) is { Kind: ViolationEventKind.ExceptionEnded } ended ? ended.Violation : violation;

    private static ViolationChange? Decide(Violation violation, WaiverRules rules, EarlierDevices history, DateTimeOffset at)
    {
        if (violation.State is not (ViolationState.Open or ViolationState.Excepted) || !rules.SpeaksOf(violation.PolicyId))
        {
            return null;
        }

        var waiver = NeedsOne(violation) ? rules.CoveringOf(violation, history.Of(violation)) : null;
        return (violation.State, waiver) switch
        {
            (ViolationState.Open, null) => null,
            (ViolationState.Open, { } granted) => Except(violation, granted, at),
            (_, null) => Reopen(violation, rules),
            (_, { } granted) => granted.Reference == WaiverRules.ReferenceOf(violation) ? null : Hand(violation, granted),
        };
    }

    /// <summary>Advice needs no exception: nothing is banned.</summary>
    private static bool NeedsOne(Violation violation) => violation.Severity == Severity.Violation;

    private static ViolationChange Except(Violation violation, Waiver waiver, DateTimeOffset at)
    {
        var reason = WaiverReasons.Applies(waiver);
        return new(violation with { State = ViolationState.Excepted, StateReason = reason, StateSince = at }, ViolationEventKind.Excepted, reason);
    }

    /// <summary>Another exception takes over from one that has ended: the violation was excused all the time.</summary>
    private static ViolationChange Hand(Violation violation, Waiver waiver)
    {
        var reason = WaiverReasons.Applies(waiver);
        return new(violation with { StateReason = reason }, ViolationEventKind.Excepted, reason);
    }

    private static ViolationChange Reopen(Violation violation, WaiverRules rules)
    {
        var (reason, end) = WhyEnded(violation, rules);
        // A clock may have been set back since: nothing has ended later than now, nor before it began to hold.
        end = end > rules.Now ? rules.Now : end;
        end = end < violation.StateSince ? violation.StateSince : end;
        return new(
            violation with { State = ViolationState.Open, StateReason = reason, StateSince = end, ExceptedUntil = end }, ViolationEventKind.ExceptionEnded, reason);
    }

    private static (Reason Reason, DateTimeOffset End) WhyEnded(Violation violation, WaiverRules rules)
    {
        var reference = WaiverRules.ReferenceOf(violation) ?? "";
        if (!NeedsOne(violation))
        {
            return (WaiverReasons.NotNeeded(reference), rules.Now);
        }

        return rules.Find(reference) is not { } waiver ? (WaiverReasons.Removed(reference), rules.Now) : rules.StatusOf(waiver) switch
        {
            WaiverStatus.Expired => (WaiverReasons.Expired(waiver), rules.EndOf(waiver)),
            WaiverStatus.Revoked => (WaiverReasons.Revoked(waiver), waiver.EndedAt ?? rules.Now),
            WaiverStatus.Refused => (WaiverReasons.Refused(waiver, rules.FaultsOf(waiver)[0]), rules.Now),
            _ => (WaiverReasons.NoLongerCovers(waiver), rules.Now),
        };
    }
}
