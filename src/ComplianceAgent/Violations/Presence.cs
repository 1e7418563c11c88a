using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations;

/// <summary>What a finding makes of a violation.</summary>
internal static class Presence
{
    /// <summary>Changes that a finding brings; none when it tells nothing new.</summary>
    public static IEnumerable<ViolationChange> Decide(LifeCycleInput input, Finding finding, Violation? known, Reenrolment hardware, ReviewRules reviews)
    {
        var device = input.Devices.GetValueOrDefault(finding.Device.Id);
        if (known is null)
        {
            yield return Open(input, finding, device, hardware, reviews);
            yield break;
        }

        var sighting = new Sighting(finding, input.Scan, TellsDevice(input.Scan, device), DoubtOf(device), reviews);
        var excuse = known.IsLive ? ExcuseOf(input, sighting, known) : null;
        var isHeld = excuse is not null && input.Held.Contains(known.Id);
        var steps = isHeld ? Held(sighting, known) : known.IsLive ? Live(sighting, known) : Again(sighting, known);
        var latest = known;
        foreach (var step in steps.Concat(Link(known, hardware)))
        {
            latest = Dated(step.Change(latest), device, input.Scan);
            yield return new ViolationChange(latest, step.Kind, step.Reason) { Excuse = step.Kind is ViolationEventKind.Reclassified or ViolationEventKind.Updated ? excuse : null };
        }
    }

    /// <summary>By which act of ours a sighting would make the violation count for less; null when it is none.</summary>
    private static Excuse? ExcuseOf(LifeCycleInput input, Sighting sighting, Violation known)
    {
        var refreshed = Refresh(known, sighting);
        return FileExcuses.OfSighting(input, known, refreshed with { State = StateOf(sighting.Reviews.Judge(refreshed)) }, sighting.Reviews);
    }

    /// <summary>The app is there, and that is all that is taken over while people have not said that it may count for less.</summary>
    private static IEnumerable<Step> Held(Sighting sighting, Violation known) => Confirmation(sighting, known) is { } confirmation ? [confirmation] : [];

    /// <summary>Rows of a device that has fallen silent are as old as its last contact: they keep a violation alive and confirm nothing.</summary>
    private static Reason? DoubtOf(DeviceSighting? device) => device is { Observability.IsStale: true } ? LifeCycleReasons.NotObservable(CoverageClass.Stale) : null;

    private static ViolationChange Open(LifeCycleInput input, Finding finding, DeviceSighting? device, Reenrolment hardware, ReviewRules reviews)
    {
        var scan = input.Scan;
        var doubt = DoubtOf(device);
        var opened = Dated(
            new Violation
            {
                Id = input.NewId is { } make ? make() : Guid.CreateVersion7(scan.InventoryAsOf),
                Tenant = input.Tenant,
                DeviceId = finding.Device.Id,
                PolicyId = finding.PolicyId,
                Subject = finding.Subject,
                SubjectName = finding.SubjectName,
                RuleId = finding.RuleId,
                PolicyHash = finding.PolicyHash,
                State = StateOf(reviews.Judge(finding)),
                Severity = finding.Severity,
                Confidence = finding.Confidence,
                App = finding.App,
                Evidence = finding.Evidence,
                Device = finding.Device,
                FirstSeenAt = scan.InventoryAsOf,
                AbsentAt = input.AbsentAt(finding),
                InventoryAt = scan.InventoryAsOf,
                StateSince = scan.InventoryAsOf,
                StateReason = LifeCycleReasons.FirstSighting,
                NotConfirmedSince = doubt is null ? null : scan.InventoryAsOf,
                NotConfirmedReason = doubt,
            },
            device,
            scan);
        return hardware.PredecessorOf(opened) is { } before ? Linked(opened, before) : new(opened, ViolationEventKind.Opened, opened.StateReason, IsNew: true);
    }

    private static ViolationChange Linked(Violation opened, Predecessor before)
    {
        var reason = LifeCycleReasons.ReenrolledFrom(before.Latest.DeviceId);
        var linked = Follow(opened, before) with
        {
            StateReason = reason,
            ReturnCount = before.Latest.ReturnCount + (before.Latest.State == ViolationState.Resolved ? 1 : 0),
        };
        return new(linked, ViolationEventKind.Linked, reason, IsNew: true);
    }

    /// <summary>The record of hardware that was known under another id takes over its first sighting, so that no deadline moves later.</summary>
    private static Violation Follow(Violation violation, Predecessor before) =>
        violation with { LinkedFrom = before.Latest.Id, AbsentAt = before.Latest.AbsentAt, FirstSeenAt = before.FirstSeenAt < violation.FirstSeenAt ? before.FirstSeenAt : violation.FirstSeenAt };

    private static IEnumerable<Step> Link(Violation known, Reenrolment hardware)
    {
        if (known.LinkedFrom is null && hardware.PredecessorOf(known) is { } before)
        {
            yield return new(ViolationEventKind.Linked, LifeCycleReasons.ReenrolledFrom(before.Latest.DeviceId), latest => Follow(latest, before));
        }
    }

    private static IEnumerable<Step> Again(Sighting sighting, Violation known)
    {
        var (kind, reason) = known.State switch
        {
            ViolationState.Resolved => (ViolationEventKind.Returned, LifeCycleReasons.SeenAgain),
            ViolationState.Withdrawn => (ViolationEventKind.Reopened, WhyReopened(sighting, known)),
            _ => (ViolationEventKind.ManagedAgain, LifeCycleReasons.DeviceBack),
        };
        yield return new(
            kind,
            reason,
            latest => Refresh(latest, sighting).Enter(StateOf(sighting.Reviews.Judge(Refresh(latest, sighting))), reason, sighting.Scan) with
            {
                NotConfirmedSince = sighting.Doubt is null ? null : sighting.Scan.InventoryAsOf,
                NotConfirmedReason = sighting.Doubt,
                ReturnCount = latest.ReturnCount + (kind == ViolationEventKind.Returned ? 1 : 0),
                ErasedAt = null,
                AbsentAt = kind == ViolationEventKind.Returned ? latest.StateSince : latest.AbsentAt,
            });
    }

    /// <summary>What a person ended opens again for another reason than what the settings ended.</summary>
    private static Reason WhyReopened(Sighting sighting, Violation known)
    {
        if (known.StateReason.Code != ReviewReasons.DismissedCode)
        {
            return LifeCycleReasons.InForceAgain;
        }

        var decision = sighting.Reviews.Book.NewestOf(CaseKey.OfDoubt(sighting.Finding.Subject, AppKey.Of(sighting.Finding.App)));
        return decision?.Kind switch
        {
            ReviewDecisionKind.Confirmed => ReviewReasons.Confirmed(decision.CaseId),
            ReviewDecisionKind.Superseded => ReviewReasons.Superseded(decision.CaseId),
            ReviewDecisionKind.Undone => ReviewReasons.Undone,
            _ => AppKey.Of(known.App) == AppKey.Of(sighting.Finding.App) ? ReviewReasons.Undone : ReviewReasons.OtherApp,
        };
    }

    private static IEnumerable<Step> Live(Sighting sighting, Violation known)
    {
        if (Confirmation(sighting, known) is { } confirmation)
        {
            yield return confirmation;
        }

        var refreshed = Refresh(known, sighting);
        var verdict = sighting.Reviews.Judge(refreshed);
        var state = StateOf(verdict);
        // Whether an exception still holds is not for a sighting to say.
        state = state == ViolationState.Open && known.State == ViolationState.Excepted ? known.State : state;
        if (state != known.State)
        {
            var reason = state == ViolationState.Review ? LifeCycleReasons.ReviewNeeded
                : verdict.By is { } person ? ReviewReasons.Confirmed(person.CaseId)
                : LifeCycleReasons.ReviewNotNeeded;
            yield return new(ViolationEventKind.Reclassified, reason, latest => Refresh(latest, sighting).Enter(state, reason, sighting.Scan));
        }

        var differences = Differences(known, refreshed);
        if (differences.Length > 0)
        {
            yield return new(
                ViolationEventKind.Updated, LifeCycleReasons.DetailsChanged(differences, known.App.Version, refreshed.App.Version), latest => Refresh(latest, sighting));
        }
    }

    /// <summary>Doubt is told once; a sighting without doubt ends it.</summary>
    private static Step? Confirmation(Sighting sighting, Violation known) => sighting.Doubt switch
    {
        null => known.NotConfirmedSince is null
            ? null
            : new(ViolationEventKind.ConfirmedAgain, LifeCycleReasons.ConfirmedAgain, latest => latest with { NotConfirmedSince = null, NotConfirmedReason = null }),
        { } doubt => known.NotConfirmedReason?.Code == doubt.Code
            ? null
            : new(
                ViolationEventKind.NotConfirmed,
                doubt,
                latest => latest with { NotConfirmedSince = LifeCycle.LastSighting(latest, sighting.Scan), NotConfirmedReason = doubt }),
    };

    /// <summary>
    /// Takes over what the finding tells. Where no device list tells the device, its owner is a guess, and severity follows the owner:
    /// neither replaces what was known. The day of enrolment stays, because a deadline rests on it.
    /// </summary>
    private static Violation Refresh(Violation known, Sighting sighting)
    {
        var finding = sighting.Finding;
        return known with
        {
            SubjectName = finding.SubjectName,
            RuleId = finding.RuleId,
            PolicyHash = finding.PolicyHash,
            Confidence = finding.Confidence,
            App = finding.App,
            Evidence = finding.Evidence,
            Severity = sighting.TellsDevice ? finding.Severity
                : sighting.Reviews.Judge(finding.PolicyId, finding.Subject, finding.App, finding.Confidence, known.Severity).Severity,
            Device = sighting.TellsDevice ? finding.Device with { EnrolledAt = known.Device.EnrolledAt ?? finding.Device.EnrolledAt } : known.Device,
        };
    }

    private static bool TellsDevice(ScanFacts scan, DeviceSighting? device) =>
        scan.HasDeviceList && (device is null or { Presence: DevicePresence.InFleet });

    /// <summary>What a person would care about. A policy's title or hash, the last contact, a model name are not among it.</summary>
    private static string[] Differences(Violation before, Violation after) =>
        [.. Compared(before, after).Where(field => field.Differs).Select(field => field.Name)];

    private static IEnumerable<(string Name, bool Differs)> Compared(Violation before, Violation after)
    {
        yield return ("app", before.App with { Version = after.App.Version } != after.App);
        yield return ("version", before.App.Version != after.App.Version);
        yield return ("rule", before.RuleId != after.RuleId);
        yield return ("severity", before.Severity != after.Severity);
        yield return ("confidence", before.Confidence != after.Confidence);
        yield return ("device", before.Device.Name != after.Device.Name || before.Device.SerialNumber != after.Device.SerialNumber);
        yield return ("platform", before.Device.Platform != after.Device.Platform);
        yield return ("owner", before.Device.Owner != after.Device.Owner);
        yield return ("user", UserOf(before.Device) != UserOf(after.Device));
    }

    private static (string, string, string, string) UserOf(ManagedDevice device) =>
        (device.UserId, device.UserPrincipalName, device.UserDisplayName, device.Email);

    /// <summary>Dates a sighting. A read that broke off may have seen part of the rows only, so it dates nothing.</summary>
    private static Violation Dated(Violation violation, DeviceSighting? device, ScanFacts scan) =>
        scan.Complete && device is not null ? violation with { Fingerprint = device.Fingerprint, InventoryAt = device.InventoryAt } : violation;

    /// <summary>What was dismissed never comes this far, unless only the severity known of old makes it so: then it waits.</summary>
    internal static ViolationState StateOf(ReviewVerdict verdict) => verdict.Triage == Triage.Counts ? ViolationState.Open : ViolationState.Review;

    private sealed record Sighting(Finding Finding, ScanFacts Scan, bool TellsDevice, Reason? Doubt, ReviewRules Reviews);

    private sealed record Step(ViolationEventKind Kind, Reason Reason, Func<Violation, Violation> Change);
}
