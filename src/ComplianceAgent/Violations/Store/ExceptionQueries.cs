using System.Globalization;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Exceptions;
using Microsoft.EntityFrameworkCore;

namespace ComplianceAgent.Violations.Store;

/// <summary>Reads and adds what people decided about exceptions; every query names its tenant, and no row is ever changed.</summary>
internal static class ExceptionQueries
{
    public static async Task<WaiverBook> BookAsync(StoreContext context, string tenant, CancellationToken cancellationToken)
    {
        var rows = await context.ExceptionDecisions.AsNoTracking().Where(row => row.Tenant == tenant).OrderBy(row => row.Sequence).ToListAsync(cancellationToken);
        return WaiverBook.Of(rows.ConvertAll(row => row.ToDecision()));
    }

    public static async Task<long> LastAsync(StoreContext context, string tenant, CancellationToken cancellationToken) =>
        await context.ExceptionDecisions.Where(row => row.Tenant == tenant).MaxAsync(row => (long?)row.Sequence, cancellationToken) ?? 0;

    /// <summary>Decides on what is known now: the caller's transaction has locked the store, so no scan can come between.</summary>
    public static async Task<WaiverOutcome> DecideAsync(
        StoreContext context, string tenant, WaiverRequest request, IReadOnlyCollection<Policy> policies, IReadOnlyCollection<Waiver> registered, bool isDryRun,
        CancellationToken cancellationToken)
    {
        var knowledge = await StoreQueries.KnowledgeAsync(context, tenant, cancellationToken);
        if (knowledge.LastScan is { Simulated: true } simulated)
        {
            // A simulated tenant has a time of its own.
            request = request with { At = simulated.FinishedAt };
        }

        var outcome = new WaiverDesk(tenant, knowledge.Violations, knowledge.Exceptions, policies, registered).Decide(request);
        if (!isDryRun && outcome.Faults.Any(fault => fault.Code == WaiverDesk.OwnRequestCode))
        {
            await ExcusingQueries.TellOwnAsync(context, tenant, Waiver.OfStore(request.Number), request.Author, request.At, cancellationToken);
        }

        if (isDryRun || outcome.Decision is not { } decision)
        {
            return outcome;
        }

        await ScanWriter.WriteViolationsAsync(context, outcome.Changes, cancellationToken);
        var person = new PersonContent(decision.Author.Name, decision.Author.Source, decision.Reason);
        await EventWriter.WriteAsync(
            context, tenant, scanNumber: 0, request.At,
            [new PendingEvent(ViolationEventKind.ExceptionDecided, Guid.Empty, Told(decision), person), .. outcome.Changes.Select(change => PendingEvent.Of(change, person))],
            cancellationToken);
        context.ExceptionDecisions.Add(ExceptionDecisionRow.From(decision));
        await context.SaveChangesAsync(cancellationToken);
        return outcome;
    }

    private static Reason Told(WaiverDecision decision) => Reason.Of(
        "audit-exception-decided", ("exception", decision.Number.ToString(CultureInfo.InvariantCulture)), ("kind", decision.Kind.ToString()));
}
