using System.Globalization;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Gate;

namespace ComplianceAgent.Scanning;

/// <summary>Sums a scan up. Pure: every number comes from what was read and decided.</summary>
internal static class ScanResults
{
    /// <summary>
    /// Classes that rest on a device's app rows: whether it has any, or, for Android and co-managed Windows, which kind of device they show.
    /// </summary>
    private static readonly CoverageClass[] HangOnRows =
        [CoverageClass.Clean, CoverageClass.PartlyObservable, CoverageClass.Stale, CoverageClass.NoInventory, CoverageClass.NotManagedByIntune];

    /// <summary>The result to store and print.</summary>
    public static ScanResult Of(
        ScanRequest request, ScanRun run, InventoryCollector collector, InventoryOutcome outcome, ScanInventory inventory, Assessment assessment, RuleBreadthHold hold,
        IReadOnlyList<ViolationChange> changes, IReadOnlyCollection<Violation> after, CoveragePartition partition, ScanResult? last)
    {
        var open = after.Where(violation => violation is { State: ViolationState.Open, Severity: Severity.Violation }).ToArray();
        var held = ClosingGate.Waiting(after);
        return new ScanResult
        {
            Tenant = run.Tenant,
            Number = run.Number,
            Simulated = request.Simulated,
            DryRun = request.DryRun,
            StartedAt = run.StartedAt,
            FinishedAt = run.StartedAt,
            InventoryAsOf = inventory.SeenAt,
            Route = outcome.Route,
            RouteReasons = outcome.RouteReasons,
            Complete = inventory.Complete,
            Faults = inventory.Faults,
            Notes = [.. outcome.Notes, .. hold.Reasons, .. held.Select(HeldNote), .. Notes(collector, assessment, inventory, last), .. PolicyAge.Notes(request.Policies.Policies, run.StartedAt)],
            Held = hold.Rules,
            HeldClosings = held,
            CannotTell = outcome.TellsEveryDevicesApps ? [] : HangOnRows,
            OlderThanKnown = inventory.OlderThanKnown,
            Requests = outcome.Requests,
            Devices = collector.FleetCount,
            AppRows = collector.RowCount,
            DistinctApps = collector.DistinctAppCount,
            SetAside = collector.SetAside,
            Policies = [.. request.Policies.Policies.Select(policy => new PolicyInForce(policy.Id, policy.EnglishTitle, policy.Hash, policy.Authority, policy.Origin) { Record = PolicyRecord.NameOf(PolicyRecord.Write(policy)) })],
            CatalogueHash = request.Policies.Catalogue.Hash,
            Coverage = partition.Count(),
            Changes = changes.GroupBy(change => change.Kind).OrderBy(group => group.Key).ToDictionary(group => group.Key, group => group.Count()),
            OpenViolations = open.Length,
            DevicesInViolation = open.Select(violation => violation.DeviceId).Distinct(StringComparer.OrdinalIgnoreCase).Count(),
        };
    }

    /// <summary>What waits for a second person, on one line; what was refused and is asked for still, on another.</summary>
    public static IEnumerable<Reason> HeldActsNotes(IReadOnlyList<HeldAct> acts, int devices)
    {
        var (pending, refused) = (acts.Where(act => act.State == ExcusingState.Pending).ToList(), acts.Where(act => act.State == ExcusingState.Refused).ToList());
        if (pending.Count > 0)
        {
            yield return pending.Exists(act => act.Number == 0)
                ? Reason.Of("excuses-would-wait", ("count", Number(pending.Count)), ("violations", Number(pending.Sum(act => act.Violations))), ("devices", Number(devices)))
                : Reason.Of(
                    "excuses-held", ("count", Number(pending.Count)), ("violations", Number(pending.Sum(act => act.Violations))), ("devices", Number(devices)),
                    ("acts", string.Join(' ', pending.Select(act => act.Number.ToString(CultureInfo.InvariantCulture)))));
        }

        if (refused.Count > 0)
        {
            yield return Reason.Of(
                "excuses-refused-held", ("count", Number(refused.Count)), ("violations", Number(refused.Sum(act => act.Violations))),
                ("acts", string.Join(' ', refused.Select(act => act.Number.ToString(CultureInfo.InvariantCulture)))));
        }
    }

    private static Reason HeldNote(HeldClosings held) =>
        Reason.Of("closings-held", ("policy", held.PolicyId), ("count", Number(held.Count)), ("live", Number(held.Live)), ("confirmed", Day(held.Since + ClosingGate.Confirmation)));

    private static IEnumerable<Reason> Notes(InventoryCollector collector, Assessment assessment, ScanInventory inventory, ScanResult? last)
    {
        if (inventory.OlderThanKnown && last is not null)
        {
            yield return Reason.Of("inventory-older-than-known", ("given", Day(inventory.SeenAt)), ("known", Day(last.InventoryAsOf)));
        }

        if (assessment.OutsideFleet > 0)
        {
            yield return Reason.Of("outside-fleet", ("count", Number(assessment.OutsideFleet)));
        }

        if (assessment.Dismissed is { Cases: > 0 } dismissed)
        {
            yield return Reason.Of("matches-dismissed", ("count", Number(dismissed.Cases)), ("devices", Number(dismissed.Devices)));
        }

        foreach (var (code, rows) in collector.SetAside)
        {
            yield return Reason.Of("rows-set-aside", ("count", rows.Count.ToString(CultureInfo.InvariantCulture)), ("code", code), ("first", rows.First));
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
