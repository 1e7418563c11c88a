using System.Security.Cryptography;
using ComplianceAgent.Inventory;
using ComplianceAgent.Inventory.Files;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Reviews;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Scanning;

/// <summary>The answer for files: figures, and what to know about the files behind them.</summary>
public sealed record FilesWhatIf
{
    /// <summary>The figures.</summary>
    public required WhatIf WhatIf { get; init; }

    /// <summary>Rules that would hit so much that they would be held.</summary>
    public required IReadOnlyList<HeldRule> Held { get; init; }

    /// <summary>What makes the files incomplete.</summary>
    public required IReadOnlyList<Reason> Faults { get; init; }

    /// <summary>Worth telling.</summary>
    public required IReadOnlyList<Reason> Notes { get; init; }

    /// <summary>Devices in the fleet.</summary>
    public required int Devices { get; init; }

    /// <summary>App rows read.</summary>
    public required long AppRows { get; init; }

    /// <summary>Distinct apps among them.</summary>
    public required int DistinctApps { get; init; }
}

/// <summary>
/// Judges exported files by new policies and by those they would follow, and compares device by device. Reads the files once; touches
/// neither store nor network.
/// </summary>
public sealed class WhatIfOfFiles(
    IOptions<ArchiveLimits> archives, IOptions<ScanOptions> limits, IOptions<ObservabilityOptions> observability, TimeProvider clock)
{
    /// <summary>Compares.</summary>
    /// <param name="policies">Policies to try.</param>
    /// <param name="against">Policies they would follow; none for a first policy.</param>
    /// <param name="files">Exported files.</param>
    /// <param name="progress">Told what is going on.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<FilesWhatIf> CompareAsync(
        PolicySet policies, PolicySet against, InventoryFiles files, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentNullException.ThrowIfNull(against);
        var (after, before) = (new Side(policies), new Side(against));
        var source = new FileInventorySource(files, archives, clock);
        var (collector, outcome) = await ReadAsync(source, after, before, givesUp: true, progress, cancellationToken);
        if (after.Watch.GaveUpTooSoon || before.Watch.GaveUpTooSoon)
        {
            (collector, outcome) = await ReadAsync(source, after, before, givesUp: false, progress, cancellationToken);
        }

        DuplicateDevices.Mark(collector);
        var now = clock.GetUtcNow();
        var (found, hold) = after.Judge(collector, limits.Value);
        var (known, _) = before.Judge(collector, limits.Value);
        return new FilesWhatIf
        {
            WhatIf = WhatIf.OfFindings(
                InForce(known.Findings, against, now), InForce(found.Findings, policies, now), policies.Policies, WhatIf.Uncounted(found, policies.Policies)),
            Held = hold.Rules,
            Faults = outcome.Faults,
            Notes = [.. outcome.Notes, .. hold.Reasons],
            Devices = collector.FleetCount,
            AppRows = collector.RowCount,
            DistinctApps = collector.DistinctAppCount,
        };
    }

    private async Task<(InventoryCollector Collector, InventoryOutcome Outcome)> ReadAsync(
        FileInventorySource source, Side after, Side before, bool givesUp, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        after.WatchAnew(limits.Value, givesUp);
        before.WatchAnew(limits.Value, givesUp);
        InventoryCollector collector = null!;
        collector = new InventoryCollector(
            // Both are asked always: each counts what it is asked.
            app => after.Watch.IsWanted(app) | before.Watch.IsWanted(app),
            static _ => false,
            (device, hasRows) => DeviceObservability.Of(
                device, hasRows, collector.TellsEveryDevicesApps, collector.AsOf ?? clock.GetUtcNow(), observability.Value),
            RandomNumberGenerator.GetBytes(32));
        return (collector, await source.ReadAsync(collector, progress, cancellationToken));
    }

    /// <summary>A policy whose validity has passed opens nothing.</summary>
    private static Finding[] InForce(IReadOnlyList<Finding> findings, PolicySet set, DateTimeOffset now)
    {
        var standing = PolicyStanding.Index(set.Policies, now);
        return [.. findings.Where(finding => standing[finding.PolicyId].IsInForce)];
    }

    /// <summary>One of the two sets of policies.</summary>
    private sealed class Side(PolicySet set)
    {
        private readonly PolicyMatcher matcher = PolicyMatcher.Compile(set);

        public RuleBreadthWatch Watch { get; private set; } = null!;

        public void WatchAnew(ScanOptions options, bool givesUp) => Watch = new(matcher, set.Policies, new HashSet<RuleKey>(), options, givesUp);

        public (Assessment Assessment, RuleBreadthHold Hold) Judge(InventoryCollector collector, ScanOptions options)
        {
            var hold = RuleBreadthHold.Of(Watch, collector, matcher, set, options);
            return (Assessment.Of(collector, matcher, set.Policies, ReviewBook.Empty, hold), hold);
        }
    }
}
