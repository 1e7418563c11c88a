using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations;

/// <summary>
/// What becomes of a violation that this scan has no finding for. A device that gave no answer is not a device that complies:
/// everything that is not proved stays live, as <em>not confirmed</em>.
/// </summary>
internal static class Absence
{
    /// <summary>The change, or null when nothing moves.</summary>
    /// <param name="input">What is known and what was seen.</param>
    /// <param name="violation">Violation without a finding that counts.</param>
    /// <param name="policies">Policies as they stand.</param>
    /// <param name="hardware">Links by serial number.</param>
    /// <param name="reviews">Thresholds and decisions.</param>
    /// <param name="dismissed">The decision by which its finding in this scan does not count; null when there is no finding at all.</param>
    public static ViolationChange? Decide(
        LifeCycleInput input, Violation violation, IReadOnlyDictionary<string, PolicyStanding> policies, Reenrolment hardware, ReviewRules reviews, ReviewDecision? dismissed)
    {
        var device = input.Devices.GetValueOrDefault(violation.DeviceId);
        if (input.UnjudgedPolicies.Contains(violation.PolicyId))
        {
            return NotJudged(input.Scan, violation, device, LifeCycleReasons.PolicyNotJudged);
        }

        var withdrawal = PolicyStanding.WithdrawalOf(input, violation, policies.GetValueOrDefault(violation.PolicyId));
        dismissed ??= reviews.Judge(violation) is { Triage: Triage.Dismissed, By: { } decision } ? decision : null;
        withdrawal ??= dismissed is null ? null : ReviewReasons.Dismissed(dismissed.CaseId);
        if (withdrawal is null && input.IsOnHold(violation))
        {
            return NotJudged(input.Scan, violation, device, LifeCycleReasons.RuleNotJudged);
        }

        if (withdrawal is not null && violation.IsLive && input.Held.Contains(violation.Id))
        {
            // What is proved of the device does not rest on any rule.
            return Departure(input.Scan, violation, device, hardware) is { } left
                ? End(violation, ViolationState.NoLongerManaged, ViolationEventKind.NoLongerManaged, left, input.Scan)
                : NotJudged(input.Scan, violation, device, LifeCycleReasons.ExcuseWaits);
        }

        return violation.IsLive ? Live(input, violation, withdrawal, device, hardware, policies)
            : withdrawal is null ? Ended(input.Scan, violation, device, reviews)
            : null;
    }

    /// <summary>
    /// A newer inventory that nobody judged by this policy or rule must not pass for the violation's last sighting: the next scan that does judge
    /// it would have nothing to tell it from.
    /// </summary>
    private static ViolationChange? NotJudged(ScanFacts scan, Violation violation, DeviceSighting? device, Reason why) =>
        scan.Complete && violation is { IsLive: true, NotConfirmedSince: null } && device?.Fingerprint is { } now && now != violation.Fingerprint
            ? NotConfirmed(violation, why, scan)
            : null;

    private static ViolationChange? Live(
        LifeCycleInput input, Violation violation, Reason? withdrawal, DeviceSighting? device, Reenrolment hardware, IReadOnlyDictionary<string, PolicyStanding> policies)
    {
        if (withdrawal is not null)
        {
            var excuse = FileExcuses.OfWithdrawal(input, violation, policies.GetValueOrDefault(violation.PolicyId));
            return End(violation, ViolationState.Withdrawn, ViolationEventKind.Withdrawn, withdrawal, input.Scan) with { Excuse = excuse };
        }

        if (Departure(input.Scan, violation, device, hardware) is { } departure)
        {
            return End(violation, ViolationState.NoLongerManaged, ViolationEventKind.NoLongerManaged, departure, input.Scan);
        }

        var (proved, reason) = AbsenceOf(input.Scan, violation, device);
        return proved ? End(violation, ViolationState.Resolved, ViolationEventKind.Resolved, reason, input.Scan) : NotConfirmed(violation, reason, input.Scan);
    }

    /// <summary>Why the device counts as gone; null when it does not. Only a complete scan can say so.</summary>
    private static Reason? Departure(ScanFacts scan, Violation violation, DeviceSighting? device, Reenrolment hardware)
    {
        if (!scan.Complete)
        {
            return null;
        }

        return hardware.SuccessorOf(violation) is { } successor ? LifeCycleReasons.Reenrolled(successor)
            : device?.Presence == DevicePresence.ProvedGone ? LifeCycleReasons.DeviceGone
            : null;
    }

    /// <summary>Whether the app is absent on proof, and by what; or why that cannot be told.</summary>
    internal static (bool Proved, Reason Reason) AbsenceOf(ScanFacts scan, Violation violation, DeviceSighting? device)
    {
        if (CannotLook(scan, violation, device) is { } obstacle)
        {
            return (false, obstacle);
        }

        return violation.Fingerprint is { } before && device!.Fingerprint is { } after
            ? before != after ? (true, LifeCycleReasons.InventoryChanged) : (false, LifeCycleReasons.InventoryNotNewer)
            : AfterWindow(scan, violation, device!);
    }

    private static Reason? CannotLook(ScanFacts scan, Violation violation, DeviceSighting? device) => device switch
    {
        _ when !scan.Complete => LifeCycleReasons.ScanIncomplete,
        null or { Presence: DevicePresence.NotTold } => LifeCycleReasons.DeviceNotTold,
        { Presence: not DevicePresence.InFleet } => LifeCycleReasons.DeviceMissing,
        _ when !scan.TellsEveryDevicesApps => LifeCycleReasons.RouteCannotTell,
        { RowCount: < 1, Observability.Class: CoverageClass.NoInventory } => LifeCycleReasons.NoRows,
        _ when !SeesWhereItWas(violation, device) => LifeCycleReasons.NotObservable(device.Observability.Class),
        { RowCount: < 1 } => LifeCycleReasons.NoRows,
        _ => null,
    };

    /// <summary>
    /// A partly observable device (work profile) still shows the part in which the app was seen, unless the device was managed
    /// in another way then.
    /// </summary>
    private static bool SeesWhereItWas(Violation violation, DeviceSighting device) => device.Observability.Class switch
    {
        CoverageClass.Clean => true,
        CoverageClass.PartlyObservable => device.Platform == violation.Device.Platform,
        _ => false,
    };

    /// <summary>Without fingerprints only time dates an inventory: the refresh window must have passed, with a contact since the last sighting.</summary>
    private static (bool, Reason) AfterWindow(ScanFacts scan, Violation violation, DeviceSighting device)
    {
        var last = LifeCycle.LastSighting(violation, scan);
        var due = last + RefreshWindows.For(device.Platform);
        return scan.InventoryAsOf >= due && device.LastSyncAt > last
            ? (true, LifeCycleReasons.WindowPassed(last))
            : (false, LifeCycleReasons.AwaitingRefresh(due));
    }

    private static ViolationChange End(Violation violation, ViolationState state, ViolationEventKind kind, Reason reason, ScanFacts scan) =>
        new(violation.EnterUnseen(state, reason, scan), kind, reason);

    /// <summary>Told once, and once more only when the cause is another.</summary>
    private static ViolationChange? NotConfirmed(Violation violation, Reason reason, ScanFacts scan) =>
        violation.NotConfirmedReason?.Code == reason.Code
            ? null
            : new(
                violation with { NotConfirmedSince = LifeCycle.LastSighting(violation, scan), NotConfirmedReason = reason },
                ViolationEventKind.NotConfirmed,
                reason);

    /// <summary>
    /// A device that left with the app on it and is back under the same id, without an inventory that proves the app absent, counts as
    /// before: live, and not confirmed. One that proves it absent ends the matter; else the next scan that breaks off would bring it back to life.
    /// </summary>
    private static ViolationChange? Ended(ScanFacts scan, Violation violation, DeviceSighting? device, ReviewRules reviews)
    {
        if (violation.State != ViolationState.NoLongerManaged || !IsBack(violation, device))
        {
            return null;
        }

        var (proved, reason) = AbsenceOf(scan, violation, device);
        return proved
            ? End(violation, ViolationState.Resolved, ViolationEventKind.Resolved, reason, scan)
            : new(
                violation.EnterUnseen(Presence.StateOf(reviews.Judge(violation)), LifeCycleReasons.DeviceBackUnseen, scan) with { NotConfirmedReason = reason },
                ViolationEventKind.ManagedAgain,
                LifeCycleReasons.DeviceBackUnseen);
    }

    private static bool IsBack(Violation violation, DeviceSighting? device) =>
        device is { Presence: DevicePresence.InFleet, Observability.Class: not CoverageClass.Duplicate }
        && violation.StateReason.Code != LifeCycleReasons.ReenrolledCode;
}
