using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tests.Violations.Exceptions;
using ComplianceAgent.Tests.Violations.Reviews;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;
using static ComplianceAgent.Tests.Violations.Exceptions.ExceptionSamples;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations;

/// <content>Exceptions. The scan is of day 2; an exception runs from day 1 to day 30 unless told otherwise.</content>
public static partial class LifeCycleCases
{
    private static Violation UnderException => Open with
    {
        State = ViolationState.Excepted, StateReason = Reason.Of("exception-applies", ("exception", "store:1"), ("reason", "research")),
    };

    private static LifeCycleInput Excused(LifeCycleInput input, params Waiver[] waivers) =>
        input with { Policies = [Lenient()], Waivers = waivers.Length > 0 ? waivers : [Granted()] };

    private static LifeCycleInput WithTerms(PolicyExceptionTerms? terms, LifeCycleInput input) => input with { Policies = [Policy() with { Exceptions = terms }] };

    private static LifeCycleInput Late(LifeCycleInput input) => input with { Scan = input.Scan with { Now = Day(31), InventoryAsOf = Day(31), PreviousScanAsOf = Day(30) } };

    private static IEnumerable<Case> Exceptions => [.. Begin, .. Last, .. End];

    private static IEnumerable<Case> Begin =>
    [
        new("a banned app with a valid exception opens and is excepted", Excused(Sees(null)), "Opened Excepted", ViolationState.Excepted, "exception-applies"),
        new("an open violation is excepted when an exception begins", Excused(Sees(Open)), "Excepted", ViolationState.Excepted, "exception-applies"),
        new("one in a register is told with the register's hash", Excused(Sees(Open), Registered()), "Excepted", ViolationState.Excepted, "exception-applies-register"),
        new("also while its device is silent", Excused(Misses(Open, InFleet(fingerprint: 1))), "NotConfirmed Excepted", ViolationState.Excepted, "exception-applies"),
        new("what comes back under an exception is excepted", Excused(Sees(Resolved)), "Returned Excepted", ViolationState.Excepted, "exception-applies"),
        new("a request excuses nothing", Excused(Sees(Open), Granted() with { State = WaiverState.Requested, Approver = null }), "-"),
        new("a rejected one excuses nothing", Excused(Sees(Open), Granted() with { State = WaiverState.Rejected }), "-"),
        new("one that begins later excuses nothing yet", Excused(Sees(Open), Granted(from: 3)), "-"),
        new("one that has ended excuses nothing", Excused(Sees(Open), Granted(until: 1)), "-"),
        new("one that has ended never hides one that holds",
            Excused(Sees(Open), Granted(until: 1), Granted(reference: "store:2"), Granted(until: 1, reference: "store:3")), "Excepted", ViolationState.Excepted, "exception-applies"),
        new("one for another device excuses nothing", Excused(Sees(Open), Granted(value: "phone-2")), "-"),
        new("one from another policy excuses nothing", Excused(Sees(Open), Granted() with { Ask = Ask() with { PolicyId = "other" } }), "-"),
        new("one for another app excuses nothing", Excused(Sees(Open), Granted() with { Ask = Ask() with { Subject = "wechat" } }), "-"),
        new("a policy without terms allows none", WithTerms(null, Excused(Sees(Open))), "-"),
        new("a reason the policy does not allow excuses nothing", WithTerms(new() { Reasons = ["law-enforcement"] }, Excused(Sees(Open))), "-"),
        new("nor does one longer than the policy allows", WithTerms(new() { MaximumDays = 29 }, Excused(Sees(Open))), "-"),
        new("a blanket exception is refused by a policy that names none", Excused(Sees(Open), Granted(kind: WaiverTargetKind.Fleet, value: "")), "-"),
        new("and holds where the policy allows it",
            WithTerms(new() { Blanket = true }, Excused(Sees(Open), Granted(kind: WaiverTargetKind.Fleet, value: ""))), "Excepted", ViolationState.Excepted, "exception-applies"),
        new("advice needs no exception", Excused(Sees(null, f => f with { Severity = Severity.Advice })), "Opened", ViolationState.Open, "seen-first"),
        new("a suspicion waits for a person, exception or not", Excused(Sees(null, f => f with { Confidence = Confidence.Suspected })), "Opened", ViolationState.Review, "seen-first"),
        new("once confirmed it is excepted", Decided(ComplianceAgent.Violations.Reviews.ReviewDecisionKind.Confirmed, Excused(SeesLookAlike(LookAlike))), "Reclassified Excepted", ViolationState.Excepted, "exception-applies"),
        new("a policy this scan does not speak of excepts nothing",
            Excused(Misses(Open, InFleet(fingerprint: 1))) with { Policies = [], UnjudgedPolicies = new HashSet<string> { Ban } }, "-"),
    ];

    private static IEnumerable<Case> Last =>
    [
        new("an exception is not ended by a sighting", Excused(Sees(UnderException)), "-"),
        new("nor by a silent device", Excused(Misses(UnderException, InFleet(fingerprint: 1))), "NotConfirmed", ViolationState.Excepted, "unknown-inventory-not-newer"),
        new("its last day still counts", Excused(Sees(UnderException), Granted(until: 2)), "-"),
        new("another one that holds takes over", Excused(Sees(UnderException), Granted(until: 1), Granted(reference: "store:2")), "Excepted", ViolationState.Excepted, "exception-applies"),
        new("the one that holds goes on, though another lasts longer", Excused(Sees(UnderException), Granted(), Granted(until: 60, reference: "store:2")), "-"),
        new("an excepted app absent on proof is removed", Excused(Misses(UnderException)), "Resolved", ViolationState.Resolved, "absent-inventory-changed"),
        new("an excepted violation on a device proved gone is no longer managed",
            Excused(Misses(UnderException, Away(DevicePresence.ProvedGone))), "NoLongerManaged", ViolationState.NoLongerManaged, "gone-device"),
        new("an excepted match that became doubtful goes to review",
            Excused(Sees(UnderException, f => f with { Confidence = Confidence.Suspected })), "Reclassified Updated", ViolationState.Review, "details-changed"),
        new("a policy out of the settings withdraws what is excepted too", Misses(UnderException) with { Policies = [], Waivers = [Granted()] }, "Withdrawn", ViolationState.Withdrawn, "withdrawn-policy-not-in-force"),
        new("a policy this scan does not speak of ends no exception",
            Misses(UnderException, InFleet(fingerprint: 1)) with { Policies = [], UnjudgedPolicies = new HashSet<string> { Ban } }, "-"),
    ];

    private static IEnumerable<Case> End =>
    [
        new("the day after its last day it is open again", Late(Excused(Sees(UnderException))), "ExceptionEnded", ViolationState.Open, "exception-expired"),
        new("also for a device in a drawer", Late(Excused(Misses(UnderException, InFleet(fingerprint: 1)))), "NotConfirmed ExceptionEnded", ViolationState.Open, "exception-expired"),
        new("also when the scan is incomplete", Incomplete(Late(Excused(Sees(UnderException)))), "ExceptionEnded", ViolationState.Open, "exception-expired"),
        new("a revoked one is open again",
            Excused(Sees(UnderException), Granted() with { State = WaiverState.Revoked, EndedBy = Bob, EndedAt = Day(1.5) }), "ExceptionEnded", ViolationState.Open, "exception-revoked"),
        new("one taken out of the register is open again", Excused(Sees(UnderException), Granted(value: "phone-2", reference: "store:9")), "ExceptionEnded", ViolationState.Open, "exception-removed"),
        new("one whose policy no longer allows it is open again", WithTerms(null, Excused(Sees(UnderException))), "ExceptionEnded", ViolationState.Open, "exception-refused"),
        new("a device that changed hands is no longer covered",
            Excused(Sees(UnderException, f => f with { Device = f.Device with { UserId = "user-2", UserPrincipalName = "bea@contoso.example" } }), Granted(kind: WaiverTargetKind.User, value: "ann@contoso.example")),
            "Updated ExceptionEnded", ViolationState.Open, "exception-no-longer-covers"),
        new("what became advice needs none", Excused(Sees(UnderException, f => f with { Severity = Severity.Advice })), "Updated ExceptionEnded", ViolationState.Open, "exception-not-needed"),
    ];
}
