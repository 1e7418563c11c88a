using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Audit;
using Microsoft.EntityFrameworkCore;

namespace ComplianceAgent.Violations.Store;

/// <summary>
/// Holds violations to what their last events say: rows of <c>violations</c> are in no chain, but each event commits to the violation as it was
/// after it. Every query names its tenant.
/// </summary>
internal static class StateQueries
{
    // Few enough to be in memory together, many enough that a server is not asked for each.
    private const int Page = 500;

    /// <summary>Violations that are not what their last event says, at most so many. Those from before states were kept, and those whose state was erased, are passed over.</summary>
    public static async Task<IReadOnlyList<Reason>> DeviationsAsync(StoreContext context, string tenant, int most, CancellationToken cancellationToken)
    {
        // In the order they lie in, once; grouped by the database they were read at random, many times over.
        var last = new Dictionary<Guid, long>();
        var ends = context.Events.Where(row => row.Tenant == tenant && row.StateHash != "").OrderBy(row => row.Sequence).Select(row => new { row.Sequence, row.ViolationId });
        await foreach (var end in ends.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            last[end.ViolationId] = end.Sequence;
        }

        var found = new List<Reason>();
        var texts = new SharedTexts();
        foreach (var page in last.Values.Chunk(Page))
        {
            found.AddRange((await PairsAsync(context, tenant, [.. page]).ToListAsync(cancellationToken)).Select(pair => Judge(pair, texts)).OfType<Reason>());
            if (found.Count >= most)
            {
                return [.. found.Take(most)];
            }
        }

        var untold = context.Violations.Where(row => row.Tenant == tenant && !context.Events.Any(told => told.Tenant == tenant && told.ViolationId == row.Id)).Select(row => row.Id);
        found.AddRange((await untold.Take(most - found.Count).ToListAsync(cancellationToken)).Select(id => Reason.Of("audit-violation-untold", ("violation", id.ToString()))));
        return found;
    }

    /// <summary>Refuses a tenant whose violations are not what was stored, before anything is counted or judged by them.</summary>
    /// <exception cref="StoreException">They are not.</exception>
    public static async Task RefuseChangedAsync(StoreContext context, string tenant, CancellationToken cancellationToken)
    {
        if ((await DeviationsAsync(context, tenant, most: 1, cancellationToken)) is [var deviation])
        {
            throw new StoreException(
                $"Tenant '{tenant}': {Sentences.Say(deviation)} The store is damaged, or somebody changed it. Run 'compliance-agent store check' and 'audit verify', and restore the last backup that checks well; nothing was written.");
        }
    }

    /// <summary>The states kept with events beside their violations, which may be missing. A state that was erased is left out.</summary>
    private static IAsyncEnumerable<Pair> PairsAsync(StoreContext context, string tenant, List<long> sequences) => (
        from row in context.Events.AsNoTracking()
        where row.Tenant == tenant && EF.Parameter(sequences).Contains(row.Sequence)
        join state in context.EventStates.AsNoTracking() on new { row.Tenant, row.Sequence } equals new { state.Tenant, state.Sequence }
        join violation in context.Violations.AsNoTracking() on new { row.Tenant, Id = row.ViolationId } equals new { violation.Tenant, violation.Id } into violations
        from violation in violations.DefaultIfEmpty()
        select new Pair(row.Sequence, row.ViolationId, row.StateHash, state.Salt, state.Content, violation)).AsAsyncEnumerable();

    private static Reason? Judge(Pair pair, SharedTexts texts)
    {
        var number = pair.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return AuditLinks.OfState(pair.Salt, pair.Content) != pair.Hash ? Reason.Of("audit-state-broken", ("number", number))
            : pair.Violation is null ? Reason.Of("audit-violation-missing", ("violation", pair.Id.ToString()), ("number", number))
            : !IsSame(pair.Content, pair.Violation, texts) ? Reason.Of("audit-violation-differs", ("violation", pair.Id.ToString()), ("number", number))
            : null;
    }

    private static bool IsSame(string content, ViolationRow row, SharedTexts texts)
    {
        // Nearly always the same letters; otherwise the same moments may be written in another offset, and PostgreSQL holds not every text.
        if (content == StoreJson.Write(row))
        {
            return true;
        }

        var violation = row.ToViolation(texts);
        return violation == StoreJson.ReadViolation(content).ToViolation(texts)
            || violation == Storable(StoreJson.ReadViolation(content)).ToViolation(texts);
    }

    private static ViolationRow Storable(ViolationRow row)
    {
        foreach (var text in typeof(ViolationRow).GetProperties().Where(property => property.PropertyType == typeof(string)))
        {
            text.SetValue(row, text.GetValue(row) is string value ? PostgresText.Storable(value) : null);
        }

        return row;
    }

    private sealed record Pair(long Sequence, Guid Id, string Hash, string Salt, string Content, ViolationRow? Violation);
}
