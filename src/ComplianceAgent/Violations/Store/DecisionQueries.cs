using ComplianceAgent.Violations.Reviews;
using Microsoft.EntityFrameworkCore;

namespace ComplianceAgent.Violations.Store;

/// <summary>Reads and adds what people decided; every query names its tenant, and no row is ever changed.</summary>
internal static class DecisionQueries
{
    public static async Task<IReadOnlyList<ReviewDecision>> ReviewsAsync(StoreContext context, string tenant, CancellationToken cancellationToken)
    {
        var rows = await context.ReviewDecisions.AsNoTracking().Where(row => row.Tenant == tenant).OrderBy(row => row.Sequence).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => row.ToDecision());
    }

    public static async Task<IReadOnlyList<RuleAcceptance>> AcceptancesAsync(StoreContext context, string tenant, CancellationToken cancellationToken)
    {
        var rows = await context.RuleAcceptances.AsNoTracking().Where(row => row.Tenant == tenant).OrderBy(row => row.Sequence).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => row.ToAcceptance());
    }

    public static async Task<long> LastReviewAsync(StoreContext context, string tenant, CancellationToken cancellationToken) =>
        await context.ReviewDecisions.Where(row => row.Tenant == tenant).MaxAsync(row => (long?)row.Sequence, cancellationToken) ?? 0;

    /// <summary>Adds an acceptance; the caller's transaction keeps its number unique.</summary>
    public static async Task<RuleAcceptance> AcceptAsync(StoreContext context, RuleAcceptance acceptance, CancellationToken cancellationToken)
    {
        var last = await context.RuleAcceptances.Where(row => row.Tenant == acceptance.Tenant).MaxAsync(row => (long?)row.Sequence, cancellationToken) ?? 0;
        var added = context.RuleAcceptances.Add(RuleAcceptanceRow.From(acceptance, last + 1)).Entity;
        await context.SaveChangesAsync(cancellationToken);
        return added.ToAcceptance();
    }
}
