using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;
using ComplianceAgent.Diagnostics;
using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Gate;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Reviews;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Scanning;

/// <summary>
/// A scan takes the inventory of a tenant's devices, matches it against the ban policies, and records what became of each violation.
/// Reports are written from what it recorded.
/// </summary>
public sealed partial class Scan(
    StoreSession stores, IOptions<ScanOptions> options, IOptions<ObservabilityOptions> observability, IOptions<ExceptionOptions> exceptions,
    IOptions<ExcusingOptions> excusing, OutboxDecider outbox, TimeProvider clock, ILogger<Scan> logger)
{
    /// <summary>Nobody decides that often within the seconds of judging; a fault that looks like it must end.</summary>
    private const int MostJudgements = 5;

    // The report has them all.
    private const int FaultsInLog = 10;

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
        Activity.Current?.SetTag(AgentTags.Scan, run.Number);
        Log.Started(logger, run.Tenant, run.Number);

        var knowledge = store is null ? Nothing(run.Tenant) : await LoadAsync(store, run.Tenant, cancellationToken);
        var matcher = PolicyMatcher.Compile(request.Policies);
        var accepted = await AcceptedAsync(store, request, cancellationToken);
        var (collector, watch, outcome) = await AgentTrace.InAsync(
            "inventory", () => ReadAsync(request, knowledge, matcher, accepted, startedAt, progress, cancellationToken), read => read.Outcome.Faults is [var first, ..] ? first.Code : null);
        if (ClockCheck.Judge(startedAt, outcome.ServerTime) is { } wrong)
        {
            throw new InventoryException(wrong);
        }

        DuplicateDevices.Mark(collector);
        var hold = RuleBreadthHold.Of(watch, collector, matcher, request.Policies, options.Value);
        var inventory = Judge(request, collector, outcome, knowledge, startedAt);

        var groups = new GroupReading(request.Source, exceptions.Value.ReadGroups);
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await ConcludeAsync(request, progress, store, run, knowledge, matcher, hold, collector, outcome, inventory, groups, began, cancellationToken);
            }
            catch (ReviewsChangedException) when (tries < MostJudgements)
            {
                // Reading takes long and judging does not: what people decided meanwhile is heeded, and nothing is read again.
                knowledge = await LoadAsync(store!, run.Tenant, cancellationToken);
                Log.JudgedAnew(logger, run.Tenant, run.Number);
            }
        }
    }

    /// <summary>Judges what was read and stores it.</summary>
    private async Task<ScanReport> ConcludeAsync(
        ScanRequest request, IProgress<InventoryProgress> progress, ViolationStore? store, ScanRun run, TenantKnowledge knowledge, PolicyMatcher matcher,
        RuleBreadthHold hold, InventoryCollector collector, InventoryOutcome outcome, ScanInventory inventory, GroupReading groups, long began, CancellationToken cancellationToken)
    {
        var startedAt = run.StartedAt;
        progress.Report(new InventoryProgress("judging what was found", collector.FleetCount));
        using var judging = AgentTrace.Start("match");
        var superseded = inventory.OlderThanKnown ? [] : Supersession.Of(knowledge.Reviews, collector.WantedApps.Values, app => matcher.Match(app).RemoveAll(hold.Holds), run);
        knowledge = knowledge with { Reviews = knowledge.Reviews.With(superseded) };
        var assessment = Assessment.Of(collector, matcher, request.Policies.Policies, knowledge.Reviews, hold);
        var sightings = await DeviceSightings.TakeAsync(collector, request.Source, inventory, knowledge.Violations, cancellationToken);
        inventory = inventory.WithDeviceListMissing(sightings.MissedByList);
        var registered = request.Registers.For(run.Tenant);
        Waiver[] waivers = [.. registered, .. knowledge.Exceptions.Waivers];
        var (membership, unread) = await groups.ReadAsync(new WaiverRules(request.Policies.Policies, waivers, startedAt), cancellationToken);
        var input = Input(request, run, knowledge, matcher, hold, assessment, sightings, inventory) with { Waivers = waivers, Groups = membership };
        input = inventory.OlderThanKnown
            ? input
            : input with { AbsentAt = await EarlierAbsence.TakeAsync(store, request, knowledge, assessment, input.Devices, input.Scan.Now, cancellationToken) };
        var excused = inventory.OlderThanKnown
            ? new ExcusingOutcome([], [], [], [])
            : ExcusingGate.Judge(input, knowledge.Excuses, TodaysFiles.InForce(request.Policies, matcher, hold, knowledge.LastScan), excusing.Value.Persons);
        var changes = await HoldClosingsAsync(store, input, excused.Changes, cancellationToken);
        var after = After(knowledge.Violations, changes);
        var standings = Standings(request, waivers, membership, after, startedAt);
        var partition = new CoveragePartition(collector, request.Policies.Policies, startedAt, after.Where(violation => violation.IsLive), assessment, hold, excused.HeldViolations);
        var result = ScanResults.Of(request, run, collector, outcome, inventory, assessment, hold, changes, after, partition, knowledge.LastScan)
            with
            {
                HeldActs = [.. excused.Held.Select(act => request.DryRun && knowledge.Excuses.Find(act.Number) is null ? act with { Number = 0 } : act)],
                ExcusingPersons = excusing.Value.Persons,
                PolicyEnds = inventory.OlderThanKnown ? input.NamedEnds : ExcusingGate.NamedEnds(input, after.Where(violation => violation.IsLive)),
                LastExcuse = knowledge.Excuses.LastSequence,
                FinishedAt = startedAt + clock.GetElapsedTime(began),
                LastReview = knowledge.Reviews.LastSequence,
                LastException = knowledge.Exceptions.LastSequence,
                ExceptionRegister = RegisterInForce.Of(request.Registers.Shared, run.Tenant),
                TenantExceptionRegister = RegisterInForce.Of(request.Registers.Own, run.Tenant),
            };
        result = result with
        {
            Notes = [.. result.Notes, .. ScanResults.HeldActsNotes(result.HeldActs, excused.HeldDevices), .. unread, .. WaiverOverview.Notes(WaiverOverview.ToTell(standings, startedAt), exceptions.Value.WarnDays)],
        };
        judging?.Dispose();
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
                Policies = request.Policies.Policies,
                Registered = registered,
                Notices = [.. ScanNotices.Of(knowledge.LastScan, result), .. Accepted(request, collector, outcome, knowledge)],
                LastReview = knowledge.Reviews.LastSequence - superseded.Count,
                LastException = knowledge.Exceptions.LastSequence,
                LastExcuse = knowledge.Excuses.LastSequence,
                Excuses = excused.Decisions,
                LastErasure = knowledge.LastErasure,
                Superseded = superseded,
                Outbox = inventory.OlderThanKnown || outbox.IsIdle ? null : state => outbox.Decide(OutboxFactsOf(request, knowledge, excused, changes, [.. after.Select(violation => Dated(violation, input))], run, inventory.Complete), state),
            };
            result = await AgentTrace.InAsync("store.commit", () => store.CommitAsync(commit, cancellationToken));
        }

        Log.Finished(logger, run.Tenant, run.Number, result.Complete, result.Devices, result.OpenViolations);
        if (!result.Complete)
        {
            Log.NotComplete(logger, run.Tenant, run.Number, string.Join(" ", result.Faults.Take(FaultsInLog).Select(Sentences.Say)));
        }

        Violation[] live = [.. after.Where(violation => violation.IsLive)];
        return new ScanReport(result, changes, live)
        {
            Reviews = knowledge.Reviews,
            Exceptions = standings,
            Excuses = knowledge.Excuses.With(excused.Decisions),
            Unjudged = request.DryRun ? DeviceStates.Unjudged(collector, partition, inventory) : [],
            WhatIf = request.DryRun ? await ForeseeAsync(store, request, input, excused, assessment, cancellationToken) : null,
        };
    }

    private static Task<TenantKnowledge> LoadAsync(ViolationStore store, string tenant, CancellationToken cancellationToken) =>
        AgentTrace.InAsync("store.load", () => store.LoadAsync(tenant, cancellationToken));

    /// <summary>What a scan only confirms is not written; the inventory it was confirmed by is this one all the same.</summary>
    private static Violation Dated(Violation violation, LifeCycleInput input) =>
        input.Scan.Complete && violation is { IsLive: true, NotConfirmedSince: null } && input.Devices.TryGetValue(violation.DeviceId, out var sighting)
            ? violation with { Fingerprint = sighting.Fingerprint, InventoryAt = sighting.InventoryAt }
            : violation;

    private static OutboxFacts OutboxFactsOf(
        ScanRequest request, TenantKnowledge knowledge, ExcusingOutcome excused, IReadOnlyList<ViolationChange> changes, Violation[] after, ScanRun run, bool complete) => new()
    {
        Tenant = run.Tenant,
        Now = run.StartedAt,
        Violations = after,
        Policies = request.Policies.Policies,
        Exceptions = knowledge.Exceptions,
        Excuses = knowledge.Excuses.With(excused.Decisions),
        Relabelled = OutboxFacts.RelabelledBy(changes),
        LastCompleteScan = complete ? run.StartedAt : knowledge.LastCompleteScan?.FinishedAt,
    };

    /// <summary>What policies would do is asked beforehand, and is the same whether or not somebody has to agree to it.</summary>
    private async Task<WhatIf> ForeseeAsync(
        ViolationStore? store, ScanRequest request, LifeCycleInput input, ExcusingOutcome excused, Assessment assessment, CancellationToken cancellationToken)
    {
        var changes = await HoldClosingsAsync(store, input, excused.Unheld, cancellationToken);
        Violation[] live = [.. After(input.Known, changes).Where(violation => violation.IsLive)];
        return WhatIf.OfScan([.. input.Known], live, changes, request.UnjudgedPolicies, WhatIf.Uncounted(assessment, request.Policies.Policies));
    }

    /// <summary>Holds closings that are too many at once.</summary>
    private async Task<IReadOnlyList<ViolationChange>> HoldClosingsAsync(
        ViolationStore? store, LifeCycleInput input, IReadOnlyList<ViolationChange> changes, CancellationToken cancellationToken)
    {
        IReadOnlyList<GateRelease> releases = store is null ? [] : await store.GateReleasesAsync(input.Tenant, cancellationToken);
        var limits = new GateLimits(options.Value.MaxClosings, options.Value.MaxShareOfClosings, options.Value.MinClosingsForShare);
        return ClosingGate.Judge(changes, input.Known, releases, limits, input.Scan);
    }

    private ImmutableArray<WaiverStanding> Standings(ScanRequest request, Waiver[] waivers, GroupMembership groups, Violation[] after, DateTimeOffset at) => WaiverOverview.Of(
        new WaiverRules(request.Policies.Policies, waivers, at, groups), after.Where(violation => violation.IsLive), new EarlierDevices(after), exceptions.Value.WarnDays);

    /// <summary>A dry run makes no store; it looks at the one there is and leaves it as it is.</summary>
    private async Task<ViolationStore?> OpenAsync(ScanRequest request, CancellationToken cancellationToken)
    {
        if (request.DryRun && !await stores.ExistsAsync(cancellationToken))
        {
            return null;
        }

        var store = request.DryRun
            ? await stores.OpenToLookAsync(request.Simulated, cancellationToken)
            : await stores.OpenForAsync(request.Tenant, request.Simulated, cancellationToken);
        // Before a number is taken: a store that is broken or was changed is left as it is.
        await store.RefuseChangedAsync(request.Tenant, cancellationToken);
        return store;
    }

    private static async Task<IReadOnlySet<RuleKey>> AcceptedAsync(ViolationStore? store, ScanRequest request, CancellationToken cancellationToken) => store is null
        ? new HashSet<RuleKey>()
        : RuleMeaning.In(request.Policies, RuleBreadthAcceptance.InEffect(await store.RuleAcceptancesAsync(request.Tenant, cancellationToken)));

    /// <summary>
    /// Reads the inventory. A rule that hits far too much is given up on early, so that its rows fill no memory; if the whole inventory then
    /// says that it hits less, everything is read once more.
    /// </summary>
    private async Task<(InventoryCollector Collector, RuleBreadthWatch Watch, InventoryOutcome Outcome)> ReadAsync(
        ScanRequest request, TenantKnowledge knowledge, PolicyMatcher matcher, IReadOnlySet<RuleKey> accepted, DateTimeOffset at,
        IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        var watch = new RuleBreadthWatch(matcher, request.Policies.Policies, accepted, options.Value);
        var collector = NewCollector(knowledge, matcher, watch.IsWanted, at);
        var outcome = await request.Source.ReadAsync(collector, progress, cancellationToken);
        if (watch.GaveUpTooSoon)
        {
            Log.ReadingAgain(logger, request.Tenant);
            watch = new RuleBreadthWatch(matcher, request.Policies.Policies, accepted, options.Value, givesUp: false);
            collector = NewCollector(knowledge, matcher, watch.IsWanted, at);
            outcome = await request.Source.ReadAsync(collector, progress, cancellationToken);
        }

        return (collector, watch, outcome);
    }

    private static TenantKnowledge Nothing(string tenant) => new()
    {
        Tenant = tenant,
        Violations = [],
        LastScan = null,
        LastCompleteScan = null,
        FingerprintKey = RandomNumberGenerator.GetBytes(32),
    };

    private InventoryCollector NewCollector(TenantKnowledge knowledge, PolicyMatcher matcher, Func<DistinctApp, bool> isWanted, DateTimeOffset at)
    {
        var known = knowledge.Violations.Select(violation => violation.DeviceId).ToHashSet(StringComparer.OrdinalIgnoreCase);
        InventoryCollector collector = null!;
        collector = new InventoryCollector(
            isWanted,
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
            FleetCheck.Judge(outcome, collector.FleetCount, collector.RowCount, knowledge.LastCompleteScan, options.Value, request.AcceptShrunkFleet is not null),
            startedAt,
            knowledge.LastScan?.InventoryAsOf);

    /// <summary>Who took a shrunk fleet for what it is, if that was needed.</summary>
    private IEnumerable<AuditNotice> Accepted(ScanRequest request, InventoryCollector collector, InventoryOutcome outcome, TenantKnowledge knowledge)
    {
        var shrank = FleetCheck.Judge(outcome, collector.FleetCount, collector.RowCount, knowledge.LastCompleteScan, options.Value, acceptShrunk: false).FirstOrDefault(fault => fault.Code == "fleet-shrank");
        return shrank is not null && request.AcceptShrunkFleet is { } author ? [new(ViolationEventKind.ShrunkFleetAccepted, shrank, author)] : [];
    }

    private static LifeCycleInput Input(
        ScanRequest request, ScanRun run, TenantKnowledge knowledge, PolicyMatcher matcher, RuleBreadthHold hold, Assessment assessment, DeviceSightings sightings,
        ScanInventory inventory) => new()
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
            PreviousScanAsOf = knowledge.LastScan?.InventoryAsOf is { } previous ? previous < inventory.SeenAt ? previous : inventory.SeenAt : null,
        },
        Known = knowledge.Violations,
        Findings = assessment.Findings,
        Devices = sightings.ByDevice(knowledge.Violations, assessment.Findings),
        Policies = request.Policies.Policies,
        UnjudgedPolicies = request.UnjudgedPolicies,
        IsOnHold = violation => !hold.Rules.IsEmpty
            && matcher.Match(violation.App).Any(match => match.PolicyId == violation.PolicyId && match.Subject == violation.Subject && hold.Holds(match)),
        Reviews = knowledge.Reviews,
        NamedEnds = knowledge.LastScan?.PolicyEnds ?? new Dictionary<string, DateTimeOffset>(),
        ByTodaysFiles = new TodaysFiles(request.Policies, matcher, hold).Of,
        StillMatches = violation => matcher.Match(violation.App).Any(match => match.PolicyId == violation.PolicyId && match.Subject == violation.Subject),
    };

    private static Violation[] After(IReadOnlyCollection<Violation> known, IReadOnlyList<ViolationChange> changes)
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

        [LoggerMessage(LogLevel.Information, "Tenant {Tenant}: a rule hit much at first and less in the whole; the inventory is read once more to keep all it hits.")]
        public static partial void ReadingAgain(ILogger logger, string tenant);

        [LoggerMessage(LogLevel.Information, "Scan {Number} of tenant {Tenant} finished: complete {Complete}, {Devices} devices, {Open} open violations.")]
        public static partial void Finished(ILogger logger, string tenant, long number, bool complete, int devices, int open);

        [LoggerMessage(LogLevel.Warning, "Scan {Number} of tenant {Tenant} is not complete: {Faults}")]
        public static partial void NotComplete(ILogger logger, string tenant, long number, string faults);

        [LoggerMessage(LogLevel.Information, "Scan {Number} of tenant {Tenant}: suspected matches or exceptions were decided meanwhile; what was read is judged anew.")]
        public static partial void JudgedAnew(ILogger logger, string tenant, long number);
    }
}
