using System.Globalization;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Reviews;
using Microsoft.EntityFrameworkCore;

namespace ComplianceAgent.Violations.Store;

/// <summary>Reads and adds steps of excusing acts; every query names its tenant, and no row is ever changed.</summary>
internal static class ExcusingQueries
{
    public static async Task<ExcusingBook> BookAsync(StoreContext context, string tenant, CancellationToken cancellationToken)
    {
        var rows = await context.ExcusingActs.AsNoTracking().Where(row => row.Tenant == tenant).OrderBy(row => row.Sequence).ToListAsync(cancellationToken);
        return ExcusingBook.Of(rows.ConvertAll(row => row.ToDecision()));
    }

    public static async Task<long> LastAsync(StoreContext context, string tenant, CancellationToken cancellationToken) =>
        await context.ExcusingActs.Where(row => row.Tenant == tenant).MaxAsync(row => (long?)row.Sequence, cancellationToken) ?? 0;

    /// <summary>Adds steps as they are numbered.</summary>
    public static async Task AddAsync(StoreContext context, IReadOnlyCollection<ExcusingDecision> steps, CancellationToken cancellationToken)
    {
        context.ExcusingActs.AddRange(steps.Select(ExcusingActRow.From));
        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Decides on what is known now: the caller's transaction has locked the store, so no scan can come between.</summary>
    public static async Task<ExcusingDecided> DecideAsync(StoreContext context, string tenant, ExcusingRequest request, CancellationToken cancellationToken)
    {
        var knowledge = await StoreQueries.KnowledgeAsync(context, tenant, cancellationToken);
        if (knowledge.LastScan is { Simulated: true } simulated)
        {
            // A simulated tenant has a time of its own.
            request = request with { At = simulated.FinishedAt };
        }

        var outcome = new ExcusingDesk(tenant, DecisionQueries.DeskOf(knowledge), knowledge.Excuses).Decide(request);
        await TellOwnAsync(context, tenant, outcome.Own, request.Author, request.At, cancellationToken);
        if (outcome.Faults.Count > 0)
        {
            return outcome;
        }

        await ScanWriter.WriteViolationsAsync(context, outcome.Changes, cancellationToken);
        var person = new PersonContent(request.Author.Name, request.Author.Source, request.Reason);
        await EventWriter.WriteAsync(
            context, tenant, scanNumber: 0, request.At,
            [.. outcome.Steps.Select(EventOf), .. outcome.Reviews.Select(DecisionQueries.EventOf), .. outcome.Changes.Select(change => PendingEvent.Of(change, person))], cancellationToken);
        await AddAsync(context, outcome.Steps, cancellationToken);
        await DecisionQueries.AddAsync(context, outcome.Reviews, knowledge.Reviews.LastSequence, cancellationToken);
        return outcome;
    }

    /// <summary>Who tried to be the second person to acts of their own.</summary>
    public static async Task TellOwnAsync(StoreContext context, string tenant, IEnumerable<long> acts, Author author, DateTimeOffset at, CancellationToken cancellationToken)
    {
        foreach (var act in acts)
        {
            await TellOwnAsync(context, tenant, "excuse:" + Number(act), author, at, cancellationToken);
        }
    }

    /// <summary>Who tried to be the second person to something of their own.</summary>
    public static Task<int> TellOwnAsync(StoreContext context, string tenant, string what, Author author, DateTimeOffset at, CancellationToken cancellationToken) => EventWriter.WriteAsync(
        context, tenant, scanNumber: 0, at,
        [new PendingEvent(ViolationEventKind.OwnApprovalRefused, Guid.Empty, Reason.Of("audit-own-approval", ("what", what)), new PersonContent(author.Name, author.Source, ""))], cancellationToken);

    /// <summary>The event of a step; a file stands among its people like an account.</summary>
    public static PendingEvent EventOf(ExcusingDecision step) => new(
        ViolationEventKind.ExcuseDecided,
        Guid.Empty,
        Reason.Of(
            "audit-excuse-decided",
            ("act", Number(step.Number)), ("step", step.Step.ToString()), ("kind", step.Matter.Kind.ToString()), ("policy", OrAny(step.Matter.PolicyId)), ("what", OrAny(step.Matter.What)),
            ("violations", Number(step.Matter.Violations)), ("devices", Number(step.Matter.Devices)), ("before", OrNone(step.Matter.File?.Before)), ("after", OrNone(step.Matter.File?.After))),
        new PersonContent(step.Author.Name, step.Author.Source, step.Reason));

    private static string OrAny(string id) => id.Length > 0 ? id : "any";

    private static string OrNone(string? hash) => string.IsNullOrEmpty(hash) ? "none" : hash;

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
