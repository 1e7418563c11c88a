using ComplianceAgent.Violations.Audit;
using ComplianceAgent.Violations.Evidence;
using Microsoft.EntityFrameworkCore;

namespace ComplianceAgent.Violations.Store;

/// <content>The chains, and what a file outside the store knows of where they end.</content>
public sealed partial class ViolationStore
{
    /// <summary>Verifies a tenant's audit chains, against themselves and against what files outside the store remember.</summary>
    public Task<AuditVerdict> VerifyAuditAsync(string tenant, IReadOnlyCollection<AuditAnchor> anchors, CancellationToken cancellationToken = default) =>
        InSnapshotAsync(tenant, context => AuditQueries.VerifyAsync(context, tenant, anchors, cancellationToken), cancellationToken);

    /// <summary>Hands over the events of a tenant in order, as they are stored.</summary>
    /// <param name="tenant">Tenant key.</param>
    /// <param name="after">Sequence of the event before the first.</param>
    /// <param name="take">Takes one.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<long> AuditTrailAsync(string tenant, long after, Func<AuditEntry, Task> take, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(take);
        return InSnapshotAsync(
            tenant,
            async context =>
            {
                var count = 0L;
                await foreach (var (link, row, person, _) in AuditQueries.EventsAsync(context, tenant, after, withStates: false, cancellationToken))
                {
                    await take(AuditEntry.Of(link, row, person));
                    count++;
                }

                return count;
            },
            cancellationToken);
    }

    /// <summary>Refuses a tenant whose violations are not what their last events say, before anybody counts or judges by them: a scan would make what somebody changed our own.</summary>
    /// <exception cref="StoreException">They are not.</exception>
    public Task RefuseChangedAsync(string tenant, CancellationToken cancellationToken = default) => InSnapshotAsync(
        tenant,
        async context =>
        {
            await engine.RefuseBrokenViolationsAsync(cancellationToken);
            await StateQueries.RefuseChangedAsync(context, tenant, cancellationToken);
            return tenant;
        },
        cancellationToken);

    /// <summary>Where a tenant's record ends, and the link of one scan of it; null when the store holds nothing of the tenant.</summary>
    public Task<StoreEnds?> EndsAsync(string tenant, Func<string, long?> scanToCompare, CancellationToken cancellationToken = default) =>
        InSnapshotAsync(tenant, context => EndQueries.EndsAsync(context, tenant, scanToCompare, cancellationToken), cancellationToken);

    /// <summary>True while the file is still where it was opened; always true for a server.</summary>
    public Task<bool> IsThereAsync(CancellationToken cancellationToken = default) => engine.GuardAsync(() => engine.ExistsAsync(cancellationToken));

    /// <summary>
    /// Takes the store for what it is, although more was known of the tenant: writes that into the chain, and gives no number again that was known
    /// to be taken.
    /// </summary>
    /// <param name="tenant">Tenant key; one that the store does not hold is made.</param>
    /// <param name="acceptance">Why, with author.</param>
    /// <param name="words">Why, in the author's words.</param>
    /// <param name="takenUntil">The furthest scan that is known.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task AcceptAsync(string tenant, AuditNotice acceptance, string words, long takenUntil, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(acceptance);
        var person = acceptance.Author is { } author ? new PersonContent(author.Name, author.Source, words) : null;
        await WritingAsync(
            tenant,
            async context =>
            {
                var row = await context.Tenants.SingleOrDefaultAsync(known => known.Tenant == tenant, cancellationToken)
                    ?? context.Tenants.Add(NewTenant(tenant, opening.Simulated ?? false)).Entity;
                row.LastScan = Math.Max(row.LastScan, takenUntil);
                await context.SaveChangesAsync(cancellationToken);
                return await EventWriter.WriteAsync(context, tenant, scanNumber: 0, clock.GetUtcNow(), [new PendingEvent(acceptance.Kind, Guid.Empty, acceptance.Reason, person)], cancellationToken);
            },
            cancellationToken);
        await NoteAsync(CheckpointKind.Accepted, tenant, acceptance.Reason.Parameters.GetValueOrDefault("doubt"));
    }

    private async Task<T> NotedAsync<T>(CheckpointKind kind, string tenant, Func<StoreContext, Task<T>> write, CancellationToken cancellationToken)
    {
        var (written, hasNews) = await WritingAsync(
            tenant,
            async context =>
            {
                var before = await AuditQueries.EventsEndAsync(context, tenant, cancellationToken);
                var done = await write(context);
                return (done, await AuditQueries.EventsEndAsync(context, tenant, cancellationToken) != before);
            },
            cancellationToken);
        if (hasNews)
        {
            await NoteAsync(kind, tenant);
        }

        return written;
    }

    /// <summary>Tells the file outside where the chains end now. Whatever goes wrong here, what was stored is stored: the log keeps the fault.</summary>
    private async Task NoteAsync(CheckpointKind kind, string tenant, string? doubt = null)
    {
        if (opening.Checkpoints is not { Path: not null } checkpoints)
        {
            return;
        }

        try
        {
            if (await InSnapshotAsync(tenant, context => EndQueries.HeadAsync(context, tenant, CancellationToken.None), CancellationToken.None) is { } known)
            {
                checkpoints.Append(kind, tenant, place, known.Record, known.Head, doubt);
            }
        }
        catch (StoreException unread)
        {
            checkpoints.Failed(tenant, unread.Message);
        }
    }
}
