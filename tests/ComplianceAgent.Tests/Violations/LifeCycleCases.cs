using System.Collections.Immutable;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tests.Violations.Reviews;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Reviews;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations;

/// <summary>
/// The table of life-cycle cases. Each row: what it proves, what was known on day 1, what the scan of day 2 saw, and what becomes of
/// the violation. "-" means that nothing is written.
/// </summary>
public static partial class LifeCycleCases
{
    private static readonly Violation Open = Known();
    private static readonly Violation Unconfirmed = Open with { NotConfirmedSince = Day(1), NotConfirmedReason = Reason.Of("unknown-no-rows") };
    private static readonly Violation Resolved = Open with { State = ViolationState.Resolved, NotConfirmedSince = Day(1) };
    private static readonly Violation Withdrawn = Open with { State = ViolationState.Withdrawn, NotConfirmedSince = Day(1) };
    private static readonly Violation Gone = Open with { State = ViolationState.NoLongerManaged, NotConfirmedSince = Day(1) };
    private static readonly Violation Undated = Open with { Fingerprint = null };

    private static readonly Violation LookAlike = ReviewSamples.Waiting() with { Device = Phone() };

    private static readonly Violation Dismissed = LookAlike with { State = ViolationState.Withdrawn, StateReason = Reason.Of("review-dismissed", ("case", "case-1")), NotConfirmedSince = Day(1) };

    internal sealed record Case(string Proves, LifeCycleInput Input, string Change, ViolationState? State = null, string? Reason = null);

    internal static IEnumerable<Case> All => [.. Seen, .. NotSeen, .. OurOwnChange, .. Devices, .. Exceptions];

    private static ImmutableDictionary<string, string> RuleIsProductNow => ImmutableDictionary<string, string>.Empty.Add("house-rule", Product);

    private static LifeCycleInput Sees(Violation? known, Func<Finding, Finding>? as_ = null) =>
        Input(Day(2), [(as_ ?? (finding => finding))(Finding())], known is null ? [] : [known]);

    private static LifeCycleInput Misses(Violation known, DeviceSighting? device = null) => Input(Day(2), [], known).With("phone-1", device ?? InFleet());

    private static LifeCycleInput Incomplete(LifeCycleInput input) => input with { Scan = input.Scan with { Complete = false } };

    private static LifeCycleInput SeesLookAlike(Violation? known, Confidence confidence = Confidence.Suspected) =>
        Sees(known, finding => finding with { App = ReviewSamples.LookAlike, Confidence = confidence });

    private static LifeCycleInput Under(Confidence threshold, LifeCycleInput input) => input with { Policies = [Policy() with { MinimumConfidence = threshold }] };

    private static LifeCycleInput Decided(ReviewDecisionKind kind, LifeCycleInput input) => input with { Reviews = ReviewSamples.Book(ReviewSamples.Decision(kind)) };

    private static IEnumerable<Case> Seen =>
    [
        new("a banned app never seen before opens a violation", Sees(null), "Opened", ViolationState.Open, "seen-first"),
        new("a look-alike waits for a person", Sees(null, f => f with { Confidence = Confidence.Suspected }), "Opened", ViolationState.Review, "seen-first"),
        new("a policy may ask for a person", Sees(null, f => f with { Severity = Severity.Review }), "Opened", ViolationState.Review, "seen-first"),
        new("a policy may take suspicion for enough", Under(Confidence.Suspected, Sees(null, f => f with { Confidence = Confidence.Suspected })), "Opened", ViolationState.Open, "seen-first"),
        new("a policy may want certainty", Under(Confidence.Exact, Sees(null)), "Opened", ViolationState.Review, "seen-first"),
        new("a threshold that rises sends what is open to review", Under(Confidence.Exact, Sees(Open)), "Reclassified", ViolationState.Review, "review-needed"),
        new("a look-alike that a person confirmed opens at once", Decided(ReviewDecisionKind.Confirmed, SeesLookAlike(null)), "Opened", ViolationState.Open, "seen-first"),
        new("one under review when it was confirmed opens", Decided(ReviewDecisionKind.Confirmed, SeesLookAlike(LookAlike)), "Reclassified", ViolationState.Open, "review-confirmed"),
        new("a look-alike that a person dismissed opens nothing", Decided(ReviewDecisionKind.Dismissed, SeesLookAlike(null)), "-"),
        new("one under review when it was dismissed is withdrawn, not removed", Decided(ReviewDecisionKind.Dismissed, SeesLookAlike(LookAlike)), "Withdrawn", ViolationState.Withdrawn, "review-dismissed"),
        new("so is one whose device shows nothing new", Decided(ReviewDecisionKind.Dismissed, Misses(LookAlike)), "Withdrawn", ViolationState.Withdrawn, "review-dismissed"),
        new("what was dismissed stays so", Decided(ReviewDecisionKind.Dismissed, SeesLookAlike(Dismissed)), "-"),
        new("also when its device left and is back", Decided(ReviewDecisionKind.Dismissed, Misses(LookAlike with { State = ViolationState.NoLongerManaged }, InFleet(rows: 0))), "-"),
        new("a surer match than what was dismissed opens again", Decided(ReviewDecisionKind.Superseded, SeesLookAlike(Dismissed, Confidence.Strong)), "Reopened", ViolationState.Open, "review-superseded"),
        new("a dismissal taken back brings the question back", Decided(ReviewDecisionKind.Undone, SeesLookAlike(Dismissed)), "Reopened", ViolationState.Review, "review-undone"),
        new("another app than the dismissed one is told as such", Decided(ReviewDecisionKind.Dismissed, Sees(Dismissed)), "Reopened", ViolationState.Open, "review-other-app"),
        new("advice that names the person is kept like a violation", Sees(null, f => f with { Severity = Severity.Advice }), "Opened", ViolationState.Open, "seen-first"),
        new("an incomplete scan still proves what it saw", Incomplete(Sees(null)), "Opened", ViolationState.Open, "seen-first"),
        new("what a policy leaves out opens nothing", Sees(null, f => f with { Severity = Severity.Out }), "-"),
        new("the same again writes nothing", Sees(Open), "-"),
        new("another policy hash alone writes nothing", Sees(Open, f => f with { PolicyHash = "hash-2", SubjectName = "Tik Tok" }), "-"),
        new("a later contact alone writes nothing", Sees(Open, f => f with { Device = f.Device with { LastSyncAt = Day(2), Model = "iPhone 12" } }), "-"),
        new("a new version is told", Sees(Open, f => f with { App = f.App with { Version = "1.1" } }), "Updated", ViolationState.Open, "details-changed-version"),
        new("a new user is told", Sees(Open, f => f with { Device = f.Device with { UserId = "user-2" } }), "Updated", ViolationState.Open, "details-changed"),
        new("a new owner is told", Sees(Open, f => f with { Device = f.Device with { Owner = DeviceOwner.Personal } }), "Updated", ViolationState.Open, "details-changed"),
        new("a milder severity is told", Sees(Open, f => f with { Severity = Severity.Advice }), "Updated", ViolationState.Open, "details-changed"),
        new("a guess at the user without a device list changes nothing",
            Sees(Open, f => f with { Severity = Severity.Advice, Device = f.Device with { Name = "", UserId = "", Owner = DeviceOwner.Personal } }) with { Scan = Input(Day(2)).Scan with { HasDeviceList = false } }, "-"),
        new("a match that became doubtful goes to review", Sees(Open, f => f with { Confidence = Confidence.Suspected }), "Reclassified Updated", ViolationState.Review, "details-changed"),
        new("a match that became certain leaves review", Sees(Open with { State = ViolationState.Review, Confidence = Confidence.Suspected }), "Reclassified Updated", ViolationState.Open, "details-changed"),
        new("seen after a doubt is confirmed again", Sees(Unconfirmed), "ConfirmedAgain", ViolationState.Open, "seen-confirmed-again"),
        new("rows of a silent device open a violation that is not confirmed", Sees(null).With("phone-1", InFleet(observable: CoverageClass.Stale)), "Opened", ViolationState.Open, "seen-first"),
        new("a device that falls silent no longer confirms", Sees(Open).With("phone-1", InFleet(observable: CoverageClass.Stale)), "NotConfirmed", ViolationState.Open, "unknown-not-observable"),
        new("its silence is told once",
            Sees(Open with { NotConfirmedSince = Day(1), NotConfirmedReason = Reason.Of("unknown-not-observable") }).With("phone-1", InFleet(observable: CoverageClass.Stale)), "-"),
        new("seen after removal has returned", Sees(Resolved), "Returned", ViolationState.Open, "seen-again"),
        new("seen after withdrawal opens again", Sees(Withdrawn), "Reopened", ViolationState.Open, "seen-in-force-again"),
        new("seen on a device that is back opens again", Sees(Gone), "ManagedAgain", ViolationState.Open, "seen-device-back"),
    ];

    private static IEnumerable<Case> NotSeen =>
    [
        new("absent from a newer inventory is resolved", Misses(Open), "Resolved", ViolationState.Resolved, "absent-inventory-changed"),
        new("what is under review can be resolved too", Misses(Open with { State = ViolationState.Review }), "Resolved", ViolationState.Resolved, "absent-inventory-changed"),
        new("what is excepted can be resolved too", Excused(Misses(UnderException)), "Resolved", ViolationState.Resolved, "absent-inventory-changed"),
        new("an incomplete scan never resolves", Incomplete(Misses(Open)), "NotConfirmed", ViolationState.Open, "unknown-scan-incomplete"),
        new("a route that lists only matched devices never resolves",
            Misses(Open) with { Scan = Input(Day(2)).Scan with { TellsEveryDevicesApps = false } }, "NotConfirmed", ViolationState.Open, "unknown-route-cannot-tell"),
        new("no inventory is not a clean inventory", Misses(Open, InFleet(rows: 0)), "NotConfirmed", ViolationState.Open, "unknown-no-rows"),
        new("so it is when the device counts as one without inventory", Misses(Open, InFleet(rows: 0, observable: CoverageClass.NoInventory)), "NotConfirmed", ViolationState.Open, "unknown-no-rows"),
        new("the same old inventory proves nothing", Misses(Open, InFleet(fingerprint: 1)), "NotConfirmed", ViolationState.Open, "unknown-inventory-not-newer"),
        new("a stale device is not a clean device", Misses(Open, InFleet(observable: CoverageClass.Stale)), "NotConfirmed", ViolationState.Open, "unknown-not-observable"),
        new("a device that became private is not a clean device", Misses(Open, InFleet(observable: CoverageClass.NotObservable)), "NotConfirmed", ViolationState.Open, "unknown-not-observable"),
        new("a work profile still shows the part it was seen in", Misses(Open, InFleet(observable: CoverageClass.PartlyObservable)), "Resolved", ViolationState.Resolved, "absent-inventory-changed"),
        new("a work profile made of a fully managed device does not",
            Misses(Open, InFleet(observable: CoverageClass.PartlyObservable) with { Platform = Platform.AndroidWorkProfile }), "NotConfirmed", ViolationState.Open, "unknown-not-observable"),
        new("without fingerprints a day is too short", Misses(Undated), "NotConfirmed", ViolationState.Open, "unknown-awaiting-refresh"),
        new("without fingerprints a week with a contact resolves",
            Misses(Undated with { NotConfirmedSince = Day(-6), NotConfirmedReason = Reason.Of("unknown-awaiting-refresh") }), "Resolved", ViolationState.Resolved, "absent-window-passed"),
        new("without fingerprints a week without contact does not",
            Misses(Undated with { NotConfirmedSince = Day(-6), NotConfirmedReason = Reason.Of("unknown-awaiting-refresh") }, InFleet(lastSync: Day(-7))), "-"),
        new("doubt is told once", Misses(Unconfirmed, InFleet(rows: 0)), "-"),
        new("another cause of doubt is told", Incomplete(Misses(Unconfirmed)), "NotConfirmed", ViolationState.Open, "unknown-scan-incomplete"),
        new("what ended stays ended", Misses(Resolved), "-"),
        new("what was withdrawn stays withdrawn", Misses(Withdrawn), "-"),
    ];

    private static IEnumerable<Case> OurOwnChange =>
    [
        new("a policy taken out of the settings withdraws", Misses(Open) with { Policies = [] }, "Withdrawn", ViolationState.Withdrawn, "withdrawn-policy-not-in-force"),
        new("so it does when the scan is incomplete", Incomplete(Misses(Open)) with { Policies = [] }, "Withdrawn", ViolationState.Withdrawn, "withdrawn-policy-not-in-force"),
        new("a policy this scan does not speak of moves nothing",
            Misses(Open, InFleet(fingerprint: 1)) with { Policies = [], UnjudgedPolicies = new HashSet<string> { Ban } }, "-"),
        new("but a newer inventory that it was not judged by does not confirm it",
            Misses(Open) with { Policies = [], UnjudgedPolicies = new HashSet<string> { Ban } }, "NotConfirmed", ViolationState.Open, "unknown-policy-not-judged"),
        new("told once",
            Misses(Open with { NotConfirmedSince = Day(1), NotConfirmedReason = Reason.Of("unknown-policy-not-judged") }) with { Policies = [], UnjudgedPolicies = new HashSet<string> { Ban } }, "-"),
        new("the last day of a policy still counts", Sees(Open) with { Policies = [Policy() with { ValidUntil = new DateOnly(2026, 3, 2) }] }, "-"),
        new("the day after it withdraws, though the app is there",
            Sees(Open) with { Policies = [Policy() with { ValidUntil = new DateOnly(2026, 3, 1) }] }, "Withdrawn", ViolationState.Withdrawn, "withdrawn-policy-ended"),
        new("a renewal keeps it in force",
            Sees(Open) with { Policies = [Policy() with { ValidUntil = new DateOnly(2026, 3, 1), Renewals = [new(new DateOnly(2026, 2, 1), new DateOnly(2027, 3, 1), "gazette")] }] }, "-"),
        new("an open-ended renewal keeps it in force",
            Sees(Open) with { Policies = [Policy() with { ValidUntil = new DateOnly(2026, 3, 1), Renewals = [new(new DateOnly(2026, 2, 1), null, "gazette")] }] }, "-"),
        new("a policy that was renamed carries its violations over", Sees(Known(policy: "old-ban")) with { Policies = [Policy() with { Formerly = ["old-ban"] }] }, "Renamed", ViolationState.Open, "renamed"),
        new("a rule that was renamed does too, also when nothing can be seen",
            Incomplete(Misses(Known(subject: "house-rule"))) with { Policies = [Policy() with { FormerSubjects = RuleIsProductNow }] }, "Renamed NotConfirmed", ViolationState.Open, "unknown-scan-incomplete"),
        new("what was resolved under its former name returns under the new one",
            Sees(Known(policy: "old-ban") with { State = ViolationState.Resolved, NotConfirmedSince = Day(1) }) with { Policies = [Policy() with { Formerly = ["old-ban"] }] }, "Renamed Returned", ViolationState.Open, "seen-again"),
        new("where the new name has a violation already, the old one ends as of a policy not in force",
            Sees(Open) with { Known = [Open, Known(policy: "old-ban")], Policies = [Policy() with { Formerly = ["old-ban"] }] }, "Withdrawn", ViolationState.Withdrawn, "withdrawn-policy-not-in-force"),
        new("a former name that another policy bears means that policy",
            Sees(Open) with { Known = [Open], Policies = [Policy(), Policy("new-ban") with { Formerly = [Ban] }] }, "-"),
        new("a rule that no longer covers the app withdraws, whatever else changed on the device",
            Misses(Open) with { StillMatches = _ => false }, "Withdrawn", ViolationState.Withdrawn, "withdrawn-rule-narrowed"),
        new("a rule taken out of the policy withdraws",
            Misses(Open) with { StillMatches = _ => false, Policies = [Policy() with { Rules = [new PolicyRule { Id = "other", Name = "Other" }] }] }, "Withdrawn", ViolationState.Withdrawn, "withdrawn-rule-removed"),
        new("a platform taken out of scope withdraws",
            Misses(Open) with { Policies = [Policy() with { Scope = new PolicyScope { Platforms = [PlatformFamily.Windows] } }] }, "Withdrawn", ViolationState.Withdrawn, "withdrawn-out-of-scope"),
        new("an owner out of scope withdraws",
            Misses(Open, InFleet() with { Owner = DeviceOwner.Personal }) with { Policies = [Policy() with { Scope = new PolicyScope { Personal = Severity.Out } }] }, "Withdrawn", ViolationState.Withdrawn, "withdrawn-out-of-scope"),
        new("a device that became private is only counted", Misses(Open, InFleet() with { Owner = DeviceOwner.Personal }), "Withdrawn", ViolationState.Withdrawn, "withdrawn-advice-only-counted"),
        new("an owner guessed without a device list withdraws nothing",
            Misses(Open, InFleet() with { Owner = DeviceOwner.Personal }) with { Scan = Input(Day(2)).Scan with { HasDeviceList = false } }, "Resolved", ViolationState.Resolved, "absent-inventory-changed"),
    ];

    private static IEnumerable<Case> Devices =>
    [
        new("a device proved gone is no longer managed, never removed", Misses(Open, Away(DevicePresence.ProvedGone)), "NoLongerManaged", ViolationState.NoLongerManaged, "gone-device"),
        new("an incomplete scan proves no device gone", Incomplete(Misses(Open, Away(DevicePresence.ProvedGone))), "NotConfirmed", ViolationState.Open, "unknown-scan-incomplete"),
        new("a device that is only missing is unknown", Misses(Open, Away(DevicePresence.Missing)), "NotConfirmed", ViolationState.Open, "unknown-device-missing"),
        new("a device list cut short tells nothing", Misses(Open, Away(DevicePresence.NotTold)), "NotConfirmed", ViolationState.Open, "unknown-device-not-told"),
        new("a device nobody asked about is unknown", Misses(Open) with { Devices = new Dictionary<string, DeviceSighting>() }, "NotConfirmed", ViolationState.Open, "unknown-device-not-told"),
        new("app rows that linger after a device left open nothing", Sees(null).With("phone-1", Away(DevicePresence.Missing)), "-"),
        new("nor do they confirm anything", Sees(Open).With("phone-1", Away(DevicePresence.Missing)), "NotConfirmed", ViolationState.Open, "unknown-device-missing"),
        new("a device back without inventory counts as before", Misses(Gone, InFleet(rows: 0)), "ManagedAgain", ViolationState.Open, "device-back-unseen"),
        new("a device back and proved clean is resolved", Misses(Gone), "Resolved", ViolationState.Resolved, "absent-inventory-changed"),
        new("a device that stays away stays ended", Misses(Gone, Away(DevicePresence.ProvedGone)), "-"),
    ];
}
