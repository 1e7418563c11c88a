using System.Security.Cryptography;
using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Reviews;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Scanning;

/// <summary>
/// A scan takes the inventory of a tenant's devices, matches it against the ban policies, and records what became of each violation.
/// Reports are written from what it recorded.
/// </summary>
public sealed partial class Scan(
    StoreSession stores, IOptions<ScanOptions> options, IOptions<ObservabilityOptions> observability, TimeProvider clock, ILogger<Scan> logger)
{
    /// <summary>Nobody decides that often within the seconds of judging; a fault that looks like it must end.</summary>
    private const int MostJudgements = 5;

    /// <summary>Scans one tenant once.</summary>
    /// <exception cref="InventoryException">Nothing could be read at all; the store is as it was.</exception>
    /// <exception cref="ScanFencedException">Another scan of this tenant has started since; nothing was written.</exception>
    public async Task<ScanReport> RunAsync(ScanRequest request, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(progress);
        var began = clock.GetTimestamp();
        var startedAt = request.At ?? clock.GetUtcNow();
        var store = await OpenAsync(request, cancellationToken);
        var run = store is null || request.DryRun
            ? new ScanRun(request.Tenant, 0, startedAt)
            : await store.BeginScanAsync(request.Tenant, cancellationToken) with { StartedAt = startedAt };
        using var scope = logger.BeginScope(new Dictionary<string, object> { ["Tenant"] = run.Tenant, ["Scan"] = run.Number });
        Log.Started(logger, run.Tenant, run.Number);

        var knowledge = store is null ? Nothing(run.Tenant) : await store.LoadAsync(run.Tenant, cancellationToken);
        var matcher = PolicyMatcher.Compile(request.Policies);
        var collector = NewCollector(knowledge, matcher, startedAt);
        var outcome = await request.Source.ReadAsync(collector, progress, cancellationToken);
        DuplicateDevices.Mark(collector);
        var inventory = Judge(request, collector, outcome, knowledge, startedAt);

        for (var tries = 1; ; tries++)
        {
            try
            {
                return await ConcludeAsync(request, progress, store, run, knowledge, matcher, collector, outcome, inventory, began, cancellationToken);
            }
            catch (ReviewsChangedException) when (tries < MostJudgements)
            {
                // Reading takes long and judging does not: what people decided meanwhile is heeded, and nothing is read again.
                knowledge = await store!.LoadAsync(run.Tenant, cancellationToken);
                Log.JudgedAnew(logger, run.Tenant, run.Number);
            }
        }
    }

    /// <summary>Judges what was read and stores it.</summary>
    private async Task<ScanReport> ConcludeAsync(
        ScanRequest request, IProgress<InventoryProgress> progress, ViolationStore? store, ScanRun run, TenantKnowledge knowledge, PolicyMatcher matcher,
        InventoryCollector collector, InventoryOutcome outcome, ScanInventory inventory, long began, CancellationToken cancellationToken)
    {
        var startedAt = run.StartedAt;
        progress.Report(new InventoryProgress("judging what was found", collector.FleetCount));
        var superseded = inventory.OlderThanKnown ? [] : Supersession.Of(knowledge.Reviews, collector.WantedApps.Values, app => matcher.Match(app), run);
        knowledge = knowledge with { Reviews = knowledge.Reviews.With(superseded) };
        var assessment = Assessment.Of(collector, matcher, request.Policies.Policies, knowledge.Reviews);
        var sightings = await DeviceSightings.TakeAsync(collector, request.Source, inventory, knowledge.Violations, cancellationToken);
        inventory = inventory.WithDeviceListMissing(sightings.MissedByList);
        var changes = inventory.OlderThanKnown ? [] : LifeCycle.Decide(Input(request, run, knowledge, matcher, assessment, sightings, inventory));
        var after = After(knowledge.Violations, changes);
        var partition = new CoveragePartition(collector, request.Policies.Policies, startedAt, after.Where(violation => violation.IsLive), assessment);
        var result = ScanResults.Of(request, run, collector, outcome, inventory, assessment, changes, after, partition, knowledge.LastScan)
            with { FinishedAt = startedAt + clock.GetElapsedTime(began), LastReview = knowledge.Reviews.LastSequence };
        if (store is not null && !request.DryRun)
        {
            progress.Report(new InventoryProgress("storing changes", changes.Count));
            var devices = DeviceStates.Of(collector, partition, inventory);
            var commit = new ScanCommit
            {
                Run = run,
                Result = result,
                Changes = changes,
                Devices = devices,
                LastReview = knowledge.Reviews.LastSequence - superseded.Count,
                Superseded = superseded,
            };
            result = await store.CommitAsync(commit, cancellationToken);
        }

        Log.Finished(logger, run.Tenant, run.Number, result.Complete, result.Devices, result.OpenViolations);
        return new ScanReport(result, changes, [.. after.Where(violation => violation.IsLive)]);
    }

    /// <summary>A dry run makes no store; it looks at the one there is.</summary>
    private async Task<ViolationStore?> OpenAsync(ScanRequest request, CancellationToken cancellationToken) =>
        request.DryRun && !stores.Exists ? null : await stores.OpenAsync(request.Simulated, cancellationToken);

    private static TenantKnowledge Nothing(string tenant) => new()
    {
        Tenant = tenant,
        Violations = [],
        LastScan = null,
        LastCompleteScan = null,
        FingerprintKey = RandomNumberGenerator.GetBytes(32),
    };

    private InventoryCollector NewCollector(TenantKnowledge knowledge, PolicyMatcher matcher, DateTimeOffset at)
    {
        var known = knowledge.Violations.Select(violation => violation.DeviceId).ToHashSet(StringComparer.OrdinalIgnoreCase);
        InventoryCollector collector = null!;
        collector = new InventoryCollector(
            matcher.IsWanted,
            device => known.Contains(device.Id),
            (device, hasRows) => DeviceObservability.Of(
                device, hasRows, collector.TellsEveryDevicesApps, collector.AsOf is { } asOf && asOf < at ? asOf : at, observability.Value),
            knowledge.FingerprintKey.Span)
        {
            RollUps = new RollUpHits(matcher.RollUpKey),
        };
        return collector;
    }

    private ScanInventory Judge(ScanRequest request, InventoryCollector collector, InventoryOutcome outcome, TenantKnowledge knowledge, DateTimeOffset startedAt) =>
        ScanInventory.Judge(
            outcome,
            FleetCheck.Judge(outcome, collector.FleetCount, collector.RowCount, knowledge.LastCompleteScan, options.Value, request.AcceptShrunkFleet),
            startedAt,
            knowledge.LastScan?.InventoryAsOf);

    private static LifeCycleInput Input(
        ScanRequest request, ScanRun run, TenantKnowledge knowledge, PolicyMatcher matcher, Assessment assessment, DeviceSightings sightings, ScanInventory inventory) => new()
    {
        Tenant = run.Tenant,
        Scan = new ScanFacts
        {
            Number = run.Number,
            Complete = inventory.Complete,
            TellsEveryDevicesApps = inventory.TellsEveryDevicesApps,
            HasDeviceList = inventory.HasDeviceList,
            Now = run.StartedAt,
            InventoryAsOf = inventory.SeenAt,
            PreviousScanAsOf = knowledge.LastScan?.InventoryAsOf,
        },
        Known = knowledge.Violations,
        Findings = assessment.Findings,
        Devices = sightings.ByDevice(knowledge.Violations, assessment.Findings),
        Policies = request.Policies.Policies,
        UnjudgedPolicies = request.UnjudgedPolicies,
        Reviews = knowledge.Reviews,
        StillMatches = violation => matcher.Match(violation.App).Any(match => match.PolicyId == violation.PolicyId && match.Subject == violation.Subject),
    };

    private static Violation[] After(IReadOnlyList<Violation> known, IReadOnlyList<ViolationChange> changes)
    {
        var after = known.ToDictionary(violation => violation.Id);
        foreach (var change in changes)
        {
            after[change.Violation.Id] = change.Violation;
        }

        return [.. after.Values];
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Scan {Number} of tenant {Tenant} started.")]
        public static partial void Started(ILogger logger, string tenant, long number);

        [LoggerMessage(LogLevel.Information, "Scan {Number} of tenant {Tenant} finished: complete {Complete}, {Devices} devices, {Open} open violations.")]
        public static partial void Finished(ILogger logger, string tenant, long number, bool complete, int devices, int open);

        [LoggerMessage(LogLevel.Information, "Scan {Number} of tenant {Tenant}: suspected matches were decided meanwhile; what was read is judged anew.")]
        public static partial void JudgedAnew(ILogger logger, string tenant, long number);
    }
}
