using ComplianceAgent.Violations.Audit;
using Microsoft.EntityFrameworkCore;

namespace ComplianceAgent.Violations.Store;

/// <summary>Reads the chains of a tenant; every query names it.</summary>
internal static class AuditQueries
{
    private const int Page = 1_000;

    /// <summary>Where the events end.</summary>
    public static async Task<(long Sequence, string Hash)> EventsEndAsync(StoreContext context, string tenant, CancellationToken cancellationToken)
    {
        var last = await context.Events.AsNoTracking().Where(row => row.Tenant == tenant).OrderByDescending(row => row.Sequence)
            .Select(row => new { row.Sequence, row.Hash }).FirstOrDefaultAsync(cancellationToken);
        return last is null ? (0, AuditLinks.Beginning) : (last.Sequence, last.Hash);
    }

    /// <summary>Where the scans end.</summary>
    public static async Task<string> ScansEndAsync(StoreContext context, string tenant, CancellationToken cancellationToken) =>
        await context.Scans.AsNoTracking().Where(row => row.Tenant == tenant).OrderByDescending(row => row.Number).Select(row => row.Hash).FirstOrDefaultAsync(cancellationToken)
        ?? AuditLinks.Beginning;

    /// <summary>Verifies both chains against themselves and against anchors.</summary>
    public static async Task<AuditVerdict> VerifyAsync(StoreContext context, string tenant, IReadOnlyCollection<AuditAnchor> anchors, CancellationToken cancellationToken)
    {
        var check = new AuditCheck(tenant, anchors);
        await foreach (var row in context.Scans.AsNoTracking().Where(row => row.Tenant == tenant).OrderBy(row => row.Number).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            check.Take(new StoredLink<ScanContent>(new ScanContent(row.Tenant, row.Number, row.Result, row.EventsSequence, row.EventsHash), row.Hash));
        }

        await foreach (var stored in EventsAsync(context, tenant, after: 0, withStates: true, cancellationToken))
        {
            check.Take(stored.Link, stored.Person, stored.State);
        }

        return check.Conclude();
    }

    /// <summary>Events in order with their erasable parts, a page at a time.</summary>
    public static async IAsyncEnumerable<(StoredLink<EventContent> Link, EventRow Row, StoredPart? Person, StoredPart? State)> EventsAsync(
        StoreContext context, string tenant, long after, bool withStates, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var ended = false; !ended;)
        {
            var from = after;
            var rows = await context.Events.AsNoTracking().Where(row => row.Tenant == tenant && row.Sequence > from).OrderBy(row => row.Sequence).Take(Page).ToListAsync(cancellationToken);
            var to = rows.Count > 0 ? rows[^1].Sequence : from;
            var people = await context.EventPeople.AsNoTracking().Where(row => row.Tenant == tenant && row.Sequence > from && row.Sequence <= to)
                .ToDictionaryAsync(row => row.Sequence, row => new StoredPart(row.Salt, row.Content), cancellationToken);
            var states = !withStates ? [] : await context.EventStates.AsNoTracking().Where(row => row.Tenant == tenant && row.Sequence > from && row.Sequence <= to)
                .ToDictionaryAsync(row => row.Sequence, row => new StoredPart(row.Salt, row.Content), cancellationToken);
            foreach (var row in rows)
            {
                yield return (new StoredLink<EventContent>(ContentOf(row), row.Hash), row, people.GetValueOrDefault(row.Sequence), states.GetValueOrDefault(row.Sequence));
            }

            (after, ended) = (to, rows.Count < Page);
        }
    }

    /// <summary>What the chain takes of an event.</summary>
    public static EventContent ContentOf(EventRow row) =>
        new(row.Tenant, row.Sequence, row.ScanNumber, row.At, row.Kind, row.ViolationId, row.ReasonCode, row.Parameters, row.PersonHash, row.StateHash);
}
