using Microsoft.EntityFrameworkCore;

namespace ComplianceAgent.Violations.Store;

/// <summary>Adds events to a tenant's row of them, within the caller's transaction.</summary>
internal static class EventWriter
{
    /// <summary>Writes one event a change and returns how many.</summary>
    public static async Task<int> WriteAsync(
        StoreContext context, string tenant, long scanNumber, DateTimeOffset at, IReadOnlyCollection<ViolationChange> changes, CancellationToken cancellationToken)
    {
        var sequence = await context.Events.Where(known => known.Tenant == tenant).MaxAsync(known => (long?)known.Sequence, cancellationToken) ?? 0;
        await using var insert = await PreparedInsert<EventRow>.PrepareAsync(context, KeyConflict.Fail, table: null, cancellationToken);
        foreach (var change in changes)
        {
            await insert.WriteAsync(
                new EventRow
                {
                    Tenant = tenant,
                    Sequence = ++sequence,
                    ScanNumber = scanNumber,
                    At = at,
                    Kind = change.Kind,
                    ViolationId = change.Violation.Id,
                    ReasonCode = change.Reason.Code,
                    Parameters = StoreJson.WriteParameters(change.Reason),
                },
                cancellationToken);
        }

        return changes.Count;
    }
}
