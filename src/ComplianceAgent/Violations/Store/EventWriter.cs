using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Audit;

namespace ComplianceAgent.Violations.Store;

/// <summary>An event to be written.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="ViolationId">To which violation; empty when to none.</param>
/// <param name="Reason">Why, without any name of a person.</param>
/// <param name="Person">Who, when it was a person.</param>
/// <param name="After">The violation as it is after it, when one changed.</param>
internal sealed record PendingEvent(ViolationEventKind Kind, Guid ViolationId, Reason Reason, PersonContent? Person = null, Violation? After = null)
{
    /// <summary>The event of a notice.</summary>
    public static PendingEvent Of(AuditNotice notice) =>
        new(notice.Kind, Guid.Empty, notice.Reason, notice.Author is { } author ? new PersonContent(author.Name, author.Source, "") : null);

    /// <summary>The event of a change.</summary>
    public static PendingEvent Of(ViolationChange change, PersonContent? person = null) => new(change.Kind, change.Violation.Id, change.Reason, person, change.Violation);
}

/// <summary>Adds events to the end of a tenant's chain, within the caller's transaction.</summary>
internal static class EventWriter
{
    /// <summary>Writes them and returns how many.</summary>
    public static async Task<int> WriteAsync(
        StoreContext context, string tenant, long scanNumber, DateTimeOffset at, IReadOnlyCollection<PendingEvent> events, CancellationToken cancellationToken)
    {
        if (events.Count == 0)
        {
            return 0;
        }

        var (sequence, hash) = await AuditQueries.EventsEndAsync(context, tenant, cancellationToken);
        await using var insert = await PreparedInsert<EventRow>.PrepareAsync(context, KeyConflict.Fail, table: null, cancellationToken);
        await using var states = await PreparedInsert<EventStateRow>.PrepareAsync(context, KeyConflict.Fail, table: null, cancellationToken);
        foreach (var pending in events)
        {
            var row = RowOf(tenant, ++sequence, scanNumber, at, pending);
            if (pending.Person is { } person)
            {
                var behind = new EventPersonRow { Tenant = tenant, Sequence = sequence, Salt = AuditLinks.NewSalt(), Content = StoreJson.Write(person) };
                row.PersonHash = AuditLinks.OfPerson(behind.Salt, behind.Content);
                context.EventPeople.Add(behind);
            }

            if (pending.After is { } after)
            {
                var state = new EventStateRow { Tenant = tenant, Sequence = sequence, Salt = AuditLinks.NewSalt(), Content = StoreJson.Write(ViolationRow.From(after)) };
                row.StateHash = AuditLinks.OfState(state.Salt, state.Content);
                await states.WriteAsync(state, cancellationToken);
            }

            row.Hash = hash = AuditLinks.Of(hash, AuditQueries.ContentOf(row));
            await insert.WriteAsync(row, cancellationToken);
        }

        await context.SaveChangesAsync(cancellationToken);
        return events.Count;
    }

    private static EventRow RowOf(string tenant, long sequence, long scanNumber, DateTimeOffset at, PendingEvent pending) => new()
    {
        Tenant = tenant,
        Sequence = sequence,
        ScanNumber = scanNumber,
        At = at,
        Kind = pending.Kind,
        ViolationId = pending.ViolationId,
        ReasonCode = pending.Reason.Code,
        Parameters = StoreJson.WriteParameters(pending.Reason),
        PersonHash = "",
        StateHash = "",
        Hash = "",
    };
}
