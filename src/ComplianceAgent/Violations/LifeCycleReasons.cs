using System.Globalization;
using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Violations;

/// <summary>The reasons of the life cycle, in one list. They hold ids, dates and words of ours, never a name of a person or device.</summary>
internal static class LifeCycleReasons
{
    /// <summary>Code of <see cref="Reenrolled"/>.</summary>
    public const string ReenrolledCode = "gone-re-enrolled";

    public static Reason FirstSighting { get; } = Reason.Of("seen-first");

    public static Reason SeenAgain { get; } = Reason.Of("seen-again");

    public static Reason InForceAgain { get; } = Reason.Of("seen-in-force-again");

    public static Reason DeviceBack { get; } = Reason.Of("seen-device-back");

    public static Reason DeviceBackUnseen { get; } = Reason.Of("device-back-unseen");

    public static Reason ConfirmedAgain { get; } = Reason.Of("seen-confirmed-again");

    public static Reason ReviewNeeded { get; } = Reason.Of("review-needed");

    public static Reason ReviewNotNeeded { get; } = Reason.Of("review-not-needed");

    public static Reason InventoryChanged { get; } = Reason.Of("absent-inventory-changed");

    public static Reason ScanIncomplete { get; } = Reason.Of("unknown-scan-incomplete");

    public static Reason RouteCannotTell { get; } = Reason.Of("unknown-route-cannot-tell");

    public static Reason DeviceMissing { get; } = Reason.Of("unknown-device-missing");

    public static Reason DeviceNotTold { get; } = Reason.Of("unknown-device-not-told");

    public static Reason NoRows { get; } = Reason.Of("unknown-no-rows");

    public static Reason InventoryNotNewer { get; } = Reason.Of("unknown-inventory-not-newer");

    public static Reason PolicyNotJudged { get; } = Reason.Of("unknown-policy-not-judged");

    public static Reason RuleNotJudged { get; } = Reason.Of("unknown-rule-not-judged");

    public static Reason ExcuseWaits { get; } = Reason.Of("unknown-excuse-waits");

    public static Reason AdviceOnlyCounted { get; } = Reason.Of("withdrawn-advice-only-counted");

    public static Reason DeviceGone { get; } = Reason.Of("gone-device");

    public static Reason ReenrolledFrom(string deviceId) => Reason.Of("linked-by-serial", ("device", deviceId));

    public static Reason Reenrolled(string deviceId) => Reason.Of(ReenrolledCode, ("device", deviceId));

    public static Reason DetailsChanged(string[] what, string before, string after) => before == after
        ? Reason.Of("details-changed", ("what", string.Join(", ", what)))
        : Reason.Of("details-changed-version", ("what", string.Join(", ", what)), ("before", before), ("after", after));

    public static Reason WindowPassed(DateTimeOffset last) => Reason.Of("absent-window-passed", ("last", Day(last)));

    public static Reason AwaitingRefresh(DateTimeOffset due) => Reason.Of("unknown-awaiting-refresh", ("by", Day(due)));

    public static Reason NotObservable(CoverageClass why) => Reason.Of("unknown-not-observable", ("class", why.ToString()));

    public static Reason PolicyNotInForce(string policy) => Reason.Of("withdrawn-policy-not-in-force", ("policy", policy));

    public static Reason PolicyEnded(string policy, DateTimeOffset end) => Reason.Of("withdrawn-policy-ended", ("policy", policy), ("end", Day(end)));

    public static Reason RuleRemoved(string rule) => Reason.Of("withdrawn-rule-removed", ("rule", rule));

    public static Reason RuleNarrowed(string rule) => Reason.Of("withdrawn-rule-narrowed", ("rule", rule));

    public static Reason Renamed(Violation before, Violation after) => Reason.Of(
        "renamed", ("policyBefore", before.PolicyId), ("subjectBefore", before.Subject), ("policy", after.PolicyId), ("subject", after.Subject));

    public static Reason OutOfScope(DeviceOwner owner, PlatformFamily platform) =>
        Reason.Of("withdrawn-out-of-scope", ("owner", owner.ToString()), ("platform", platform.ToString()));

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
