using System.Globalization;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Gate;
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

    /// <summary>Adds decisions behind the last one.</summary>
    public static async Task AddAsync(StoreContext context, IReadOnlyCollection<ReviewDecision> decisions, long last, CancellationToken cancellationToken)
    {
        context.ReviewDecisions.AddRange(decisions.Select((decision, index) => ReviewDecisionRow.From(decision, last + 1 + index)));
        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Decides cases on what is known now: the caller's transaction has locked the store, so no scan can come between.</summary>
    public static async Task<ReviewOutcome> DecideAsync(StoreContext context, string tenant, ReviewRequest request, bool isDryRun, CancellationToken cancellationToken)
    {
        var knowledge = await StoreQueries.KnowledgeAsync(context, tenant, cancellationToken);
        if (knowledge.LastScan is { Simulated: true } simulated)
        {
            // A simulated tenant has a time of its own.
            request = request with { At = simulated.FinishedAt };
        }

        var desk = DeskOf(knowledge);
        var outcome = new ExcusingDesk(tenant, desk, knowledge.Excuses).Decide(request);
        if (isDryRun)
        {
            return outcome;
        }

        await ExcusingQueries.TellOwnAsync(context, tenant, outcome.Own, request.Author, request.At, cancellationToken);
        if (outcome.Faults.Count > 0)
        {
            return outcome;
        }

        var changes = outcome.Changes.ToList();
        await ScanWriter.WriteViolationsAsync(context, changes, cancellationToken);
        var person = new PersonContent(request.Author.Name, request.Author.Source, request.Reason);
        await EventWriter.WriteAsync(
            context, tenant, scanNumber: 0, request.At,
            [.. outcome.Acts.Select(ExcusingQueries.EventOf), .. outcome.Decisions.Select(EventOf), .. changes.Select(change => PendingEvent.Of(change, person))], cancellationToken);
        await ExcusingQueries.AddAsync(context, outcome.Acts, cancellationToken);
        await AddAsync(context, [.. outcome.Decisions], desk.Book.LastSequence, cancellationToken);
        return outcome;
    }

    /// <summary>Tells the chain of decisions that a scan made: those that the catalogue has overtaken.</summary>
    public static Task<int> TellAsync(StoreContext context, IReadOnlyCollection<ReviewDecision> decisions, long scanNumber, DateTimeOffset at, CancellationToken cancellationToken) =>
        decisions.Count == 0 ? Task.FromResult(0) : EventWriter.WriteAsync(context, decisions.First().Tenant, scanNumber, at, [.. decisions.Select(EventOf)], cancellationToken);

    public static PendingEvent EventOf(ReviewDecision decision) => new(
        ViolationEventKind.ReviewDecided,
        Guid.Empty,
        Reason.Of("audit-review-decided", ("case", decision.CaseId), ("kind", decision.Kind.ToString()), ("policy", decision.PolicyId), ("app", decision.App.Name), ("devices", Number(decision.Devices))),
        new PersonContent(decision.Author.Name, decision.Author.Source, decision.Reason));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>What a person decides on.</summary>
    public static async Task<ReviewDesk> DeskAsync(StoreContext context, string tenant, CancellationToken cancellationToken) =>
        DeskOf(await StoreQueries.KnowledgeAsync(context, tenant, cancellationToken));

    public static ReviewDesk DeskOf(TenantKnowledge knowledge) =>
        new(knowledge.Tenant, knowledge.Violations, knowledge.Reviews, knowledge.LastScan?.InventoryAsOf);

    /// <summary>Adds an acceptance; the caller's transaction keeps its number unique.</summary>
    public static async Task<RuleAcceptance> AcceptAsync(StoreContext context, RuleAcceptance acceptance, CancellationToken cancellationToken)
    {
        var last = await context.RuleAcceptances.Where(row => row.Tenant == acceptance.Tenant).MaxAsync(row => (long?)row.Sequence, cancellationToken) ?? 0;
        var added = context.RuleAcceptances.Add(RuleAcceptanceRow.From(acceptance, last + 1)).Entity;
        await context.SaveChangesAsync(cancellationToken);
        var reason = Reason.Of(
            "audit-rule-accepted", ("policy", acceptance.PolicyId), ("rule", acceptance.RuleId), ("meaning", acceptance.Fingerprint), ("apps", Number(acceptance.Apps)), ("devices", Number(acceptance.Devices)));
        await EventWriter.WriteAsync(
            context, acceptance.Tenant, scanNumber: 0, acceptance.At,
            [new PendingEvent(ViolationEventKind.RuleAccepted, Guid.Empty, reason, new PersonContent(acceptance.Author.Name, acceptance.Author.Source, ""))], cancellationToken);
        return added.ToAcceptance();
    }

    public static async Task<IReadOnlyList<GateRelease>> ReleasesAsync(StoreContext context, string tenant, CancellationToken cancellationToken)
    {
        var rows = await context.GateReleases.AsNoTracking().Where(row => row.Tenant == tenant).OrderBy(row => row.Sequence).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => row.ToRelease());
    }

    /// <summary>Adds a release; the caller's transaction keeps its number unique.</summary>
    public static async Task<GateRelease> ReleaseAsync(StoreContext context, GateRelease release, CancellationToken cancellationToken)
    {
        var last = await context.GateReleases.Where(row => row.Tenant == release.Tenant).MaxAsync(row => (long?)row.Sequence, cancellationToken) ?? 0;
        var added = context.GateReleases.Add(GateReleaseRow.From(release, last + 1)).Entity;
        await context.SaveChangesAsync(cancellationToken);
        var person = new PersonContent(release.Author.Name, release.Author.Source, release.Reason);
        var reason = Reason.Of("audit-closing-released", ("policy", release.PolicyId));
        await EventWriter.WriteAsync(
            context, release.Tenant, scanNumber: 0, release.At, [.. release.Violations.Select(id => new PendingEvent(ViolationEventKind.ClosingsReleased, id, reason, person))], cancellationToken);
        return added.ToRelease();
    }
}
