using System.Collections.Immutable;
using ComplianceAgent.Violations.Audit;
using ComplianceAgent.Violations.Outbox;
using Microsoft.EntityFrameworkCore;

namespace ComplianceAgent.Violations.Store;

/// <summary>Writes one scan within the caller's transaction.</summary>
internal static class ScanWriter
{
    /// <summary>Refuses a commit that does not hang together, before the store is touched.</summary>
    public static void Check(ScanCommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        if (commit.Result.Tenant != commit.Run.Tenant || commit.Result.Number != commit.Run.Number)
        {
            throw new ArgumentException("The result is of another scan.", nameof(commit));
        }

        if (commit.Changes.Any(change => change.Violation.Tenant != commit.Run.Tenant))
        {
            throw new ArgumentException("A change is of another tenant.", nameof(commit));
        }

        if (commit.Superseded.Any(decision => decision.Tenant != commit.Run.Tenant) || commit.Excuses.Any(step => step.Tenant != commit.Run.Tenant))
        {
            throw new ArgumentException("A decision is of another tenant.", nameof(commit));
        }
    }

    /// <summary>Writes everything and returns the result as stored.</summary>
    public static async Task<ScanResult> WriteAsync(StoreContext context, ScanCommit commit, CancellationToken cancellationToken)
    {
        await FenceAsync(context, commit.Run, cancellationToken);
        await RefuseUnheededReviewsAsync(context, commit, cancellationToken);
        var rows = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        rows["violations"] = await WriteViolationsAsync(context, commit.Changes, cancellationToken);
        rows["events"] = await EventWriter.WriteAsync(context, commit.Run.Tenant, commit.Run.Number, commit.Result.FinishedAt, [.. commit.Notices.Select(PendingEvent.Of), .. commit.Excuses.Select(ExcusingQueries.EventOf), .. commit.Changes.Select(change => PendingEvent.Of(change))], cancellationToken);
        (rows["devices"], var kept) = await WriteDevicesAsync(context, commit, cancellationToken);
        await DecisionQueries.AddAsync(context, commit.Superseded, commit.LastReview, cancellationToken);
        await ExcusingQueries.AddAsync(context, commit.Excuses, cancellationToken);
        var outbox = await DecideOutboxAsync(context, commit, cancellationToken);
        var versions = await VersionQueries.KeepAsync(context, commit.Run.Tenant, commit.Policies, cancellationToken);
        var (register, entries) = await VersionQueries.KeepAsync(context, commit.Run.Tenant, commit.Registered, cancellationToken);
        rows["scans"] = 1;
        rows.AddRange(new Dictionary<string, int> { ["device_history"] = kept, ["excusing_acts"] = commit.Excuses.Count, ["policy_versions"] = versions, ["register_entries"] = entries, ["tickets"] = outbox.Tickets.Count, ["messages"] = outbox.Messages.Count }.Where(table => table.Value > 0));
        var stored = commit.Result with { Changes = Count(commit.Changes), RowsWritten = rows.ToImmutable(), RegisterRecord = register, HeldChannels = HeldOf(outbox) };
        await DecisionQueries.TellAsync(context, commit.Superseded, commit.Run.Number, commit.Result.FinishedAt, cancellationToken);
        var row = await ChainAsync(context, RowOf(stored), cancellationToken);
        context.Scans.Add(row);
        await context.SaveChangesAsync(cancellationToken);
        return stored with { Chain = HeadOf(row) };
    }

    /// <summary>One statement checks and takes the fence: it locks the tenant's row, so that no two commits pass together.</summary>
    private static async Task FenceAsync(StoreContext context, ScanRun run, CancellationToken cancellationToken)
    {
        var passed = await context.Tenants
            .Where(tenant => tenant.Tenant == run.Tenant && tenant.LastScan == run.Number && tenant.StoredScan < run.Number)
            .ExecuteUpdateAsync(set => set.SetProperty(tenant => tenant.StoredScan, run.Number), cancellationToken);
        if (passed == 0)
        {
            throw new ScanFencedException(run);
        }
    }

    /// <summary>Within the fence's lock: nobody can decide or erase between this look and the commit.</summary>
    private static async Task RefuseUnheededReviewsAsync(StoreContext context, ScanCommit commit, CancellationToken cancellationToken)
    {
        if (await DecisionQueries.LastReviewAsync(context, commit.Run.Tenant, cancellationToken) != commit.LastReview
            || await ExceptionQueries.LastAsync(context, commit.Run.Tenant, cancellationToken) != commit.LastException
            || await ExcusingQueries.LastAsync(context, commit.Run.Tenant, cancellationToken) != commit.LastExcuse
            || await ErasureWriter.LastAsync(context, commit.Run.Tenant, cancellationToken) != commit.LastErasure)
        {
            throw new ReviewsChangedException(commit.Run);
        }
    }

    /// <summary>A violation that changed more than once is written once, as it is in the end.</summary>
    internal static async Task<int> WriteViolationsAsync(StoreContext context, IReadOnlyCollection<ViolationChange> changes, CancellationToken cancellationToken)
    {
        var latest = new Dictionary<Guid, Violation>();
        foreach (var change in changes)
        {
            latest[change.Violation.Id] = change.Violation;
        }

        await using var insert = await PreparedInsert<ViolationRow>.PrepareAsync(context, KeyConflict.Replace, table: null, cancellationToken);
        foreach (var violation in latest.Values)
        {
            await insert.WriteAsync(ViolationRow.From(violation), cancellationToken);
        }

        return latest.Count;
    }

    private static async Task<(int Devices, int Kept)> WriteDevicesAsync(StoreContext context, ScanCommit commit, CancellationToken cancellationToken) =>
        commit.Result is { Complete: true, OlderThanKnown: false }
            ? await DeviceMerge.RunAsync(context, commit.Run.Tenant, commit.Devices, commit.Run.Number, commit.Result.InventoryAsOf, cancellationToken)
            : (0, 0);

    /// <summary>Behind the violations' own events and in their transaction: a ticket is wanted exactly when its violation is stored.</summary>
    private static async Task<OutboxChanges> DecideOutboxAsync(StoreContext context, ScanCommit commit, CancellationToken cancellationToken)
    {
        if (commit.Outbox is not { } decide)
        {
            return OutboxChanges.None;
        }

        var changes = decide(await OutboxQueries.StateAsync(context, commit.Run.Tenant, cancellationToken));
        await OutboxQueries.WriteAsync(context, commit.Run.Tenant, changes, commit.Run.Number, commit.Result.FinishedAt, cancellationToken);
        return changes;
    }

    private static IReadOnlyList<HeldChannel> HeldOf(OutboxChanges outbox) =>
        [.. (outbox.Holds ?? []).Select(hold => new HeldChannel(hold.PolicyId, hold.Channel, hold.Violations.Length, hold.Since, hold.Why))];

    private static ImmutableSortedDictionary<ViolationEventKind, int> Count(IEnumerable<ViolationChange> changes) =>
        changes.CountBy(change => change.Kind).ToImmutableSortedDictionary();

    private static async Task<ScanRow> ChainAsync(StoreContext context, ScanRow row, CancellationToken cancellationToken)
    {
        (row.EventsSequence, row.EventsHash) = await AuditQueries.EventsEndAsync(context, row.Tenant, cancellationToken);
        row.Hash = AuditLinks.Of(
            await AuditQueries.ScansEndAsync(context, row.Tenant, cancellationToken), new ScanContent(row.Tenant, row.Number, row.Result, row.EventsSequence, row.EventsHash));
        return row;
    }

    /// <summary>Where the chains ended with this scan.</summary>
    public static AuditHead? HeadOf(ScanRow row) => row.Hash.Length == 0 ? null : new(
        row.EventsSequence == 0 ? null : new AuditAnchor(AuditChain.Events, row.Tenant, row.EventsSequence, row.EventsHash),
        new AuditAnchor(AuditChain.Scans, row.Tenant, row.Number, row.Hash));

    private static ScanRow RowOf(ScanResult result) => new()
    {
        Tenant = result.Tenant,
        Number = result.Number,
        StartedAt = result.StartedAt,
        FinishedAt = result.FinishedAt,
        InventoryAsOf = result.InventoryAsOf,
        Complete = result.Complete,
        OlderThanKnown = result.OlderThanKnown,
        Devices = result.Devices,
        OpenViolations = result.OpenViolations,
        DevicesInViolation = result.DevicesInViolation,
        Opened = result.Changes.GetValueOrDefault(ViolationEventKind.Opened) + result.Changes.GetValueOrDefault(ViolationEventKind.Returned),
        Resolved = result.Changes.GetValueOrDefault(ViolationEventKind.Resolved),
        Result = StoreJson.Write(result with { Chain = null }),
        EventsHash = "",
        Hash = "",
    };
}
