using System.Globalization;
using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Scanning;

/// <summary>
/// A scan takes the inventory of a tenant's devices, matches it against the ban policies, and records what became of each violation.
/// Reports are written from what it recorded.
/// </summary>
public sealed partial class Scan(
    ViolationStore store, IOptions<ScanOptions> options, IOptions<ObservabilityOptions> observability, TimeProvider clock, ILogger<Scan> logger)
{
    private readonly ScanOptions options = options.Value;

    /// <summary>Scans one tenant once.</summary>
    /// <exception cref="InventoryException">Nothing could be read at all; the store is as it was.</exception>
    /// <exception cref="ScanFencedException">Another scan of this tenant has started since; nothing was written.</exception>
    public async Task<ScanResult> RunAsync(ScanRequest request, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var startedAt = request.At ?? clock.GetUtcNow();
        var began = clock.GetTimestamp();
        var run = request.DryRun ? new ScanRun(request.Tenant, 0, startedAt) : await store.BeginScanAsync(request.Tenant, startedAt, cancellationToken);
        using var scope = logger.BeginScope(new Dictionary<string, object> { ["Tenant"] = run.Tenant, ["Scan"] = run.Number });
        Log.Started(logger, run.Tenant, run.Number);

        var knowledge = await store.LoadAsync(request.Tenant, cancellationToken);
        var matcher = PolicyMatcher.Compile(request.Policies);
        var collector = NewCollector(request, knowledge, matcher, startedAt);
        var outcome = await request.Source.ReadAsync(collector, progress, cancellationToken);
        var inventory = Judge(request, collector, outcome, knowledge, startedAt);

        progress.Report(new InventoryProgress("judging", collector.FleetCount));
        var assessment = Assessment.Of(collector, matcher, request.Policies.Policies);
        var sightings = await DeviceSightings.TakeAsync(collector, request.Source, inventory, knowledge, cancellationToken);
        var changes = inventory.OlderThanKnown
            ? []
            : LifeCycle.Decide(LifeCycleInputs.From(request, run, knowledge, assessment, sightings, inventory));
        var after = Violations.Known.After(knowledge.Violations, changes);
        var partition = new CoveragePartition(collector, request.Policies.Policies, after.Where(violation => violation.IsLive), assessment);
        var result = Summarise(request, run, collector, outcome, inventory, assessment, changes, after, partition) with { FinishedAt = startedAt + clock.GetElapsedTime(began) };
        if (request.DryRun || inventory.OlderThanKnown)
        {
            return result with { DryRun = request.DryRun };
        }

        progress.Report(new InventoryProgress("storing", changes.Count));
        cancellationToken.ThrowIfCancellationRequested();
        var written = await store.CommitAsync(new ScanCommit(run, result, changes, DeviceStates.Of(collector, partition, inventory)), cancellationToken);
        Log.Finished(logger, run.Tenant, run.Number, result.Complete, result.Devices, result.OpenViolations);
        return result with { RowsWritten = written };
    }
}
