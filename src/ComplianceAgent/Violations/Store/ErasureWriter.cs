using System.Globalization;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Privacy;
using ComplianceAgent.Violations.Reviews;
using Microsoft.EntityFrameworkCore;

namespace ComplianceAgent.Violations.Store;

/// <summary>Erases within the caller's transaction, and tells the chain how much in one event: figures, never whose.</summary>
internal static class ErasureWriter
{
    private const int IdsAtOnce = 500;

    /// <summary>Erases, and counts; writes no event when there was nothing.</summary>
    public static async Task<ErasureCounts> WriteAsync(
        StoreContext context, string tenant, ErasureSet set, string code, DateTimeOffset at, Author? author, int reports, CancellationToken cancellationToken)
    {
        var parts = await EventParts.EraseAsync(context, tenant, [.. set.Events, .. await EventsOfAsync(context, tenant, set.Violations, cancellationToken)], cancellationToken);
        var counts = new ErasureCounts(
            await BlankAsync(context, tenant, set.Violations, at, cancellationToken),
            await BlankAsync(context, tenant, set.Decisions, cancellationToken) + await BlankAsync(context, tenant, set.RegisterEntries, cancellationToken), parts, reports);
        if (!counts.IsNothing)
        {
            var reason = Reason.Of(
                code, ("violations", Number(counts.Violations)), ("decisions", Number(counts.Decisions)), ("parts", Number(counts.EventParts)), ("reports", Number(counts.Reports)));
            await EventWriter.WriteAsync(
                context, tenant, scanNumber: 0, at, [new PendingEvent(ViolationEventKind.DataErased, Guid.Empty, reason, author is null ? null : new PersonContent(author.Name, author.Source, ""))], cancellationToken);
        }

        return counts;
    }

    /// <summary>What would be erased: the same figures, nothing written.</summary>
    public static async Task<ErasureCounts> CountAsync(StoreContext context, string tenant, ErasureSet set, int reports, CancellationToken cancellationToken)
    {
        var parts = await EventParts.CountAsync(context, tenant, [.. set.Events, .. await EventsOfAsync(context, tenant, set.Violations, cancellationToken)], cancellationToken);
        var rows = await RowsAsync(context, tenant, set.Decisions, cancellationToken);
        Blank(rows, set.Decisions);
        var decisions = rows.Count(row => context.Entry(row.Row).State == EntityState.Modified);
        context.ChangeTracker.Clear();
        return new(set.Violations.Count, decisions + set.RegisterEntries.Count, parts, reports);
    }

    /// <summary>The tables that erasures write to.</summary>
    public static IEnumerable<string> Tables(StoreContext context) =>
        [.. EventParts.Tables(context), .. new[] { typeof(ViolationRow), typeof(ExceptionDecisionRow), typeof(ReviewDecisionRow), typeof(GateReleaseRow), typeof(LegalHoldRow), typeof(ExcusingActRow), typeof(RegisterEntryRow) }.Select(row => context.Model.FindEntityType(row)!.GetTableName()!)];

    /// <summary>Number of the last event that told of an erasure; 0 when there was none.</summary>
    public static async Task<long> LastAsync(StoreContext context, string tenant, CancellationToken cancellationToken) =>
        await context.Events.Where(row => row.Tenant == tenant && row.ViolationId == Guid.Empty && row.Kind == ViolationEventKind.DataErased)
            .MaxAsync(row => (long?)row.Sequence, cancellationToken) ?? 0;

    private static async Task<IReadOnlyList<long>> EventsOfAsync(StoreContext context, string tenant, IReadOnlyCollection<Guid> violations, CancellationToken cancellationToken)
    {
        var events = new List<long>();
        foreach (var ids in violations.Chunk(IdsAtOnce))
        {
            events.AddRange(await context.Events.Where(row => row.Tenant == tenant && EF.Parameter(ids).Contains(row.ViolationId)).Select(row => row.Sequence).ToListAsync(cancellationToken));
        }

        return events;
    }

    /// <summary>The device's id stays, so that history stays a history; who it was and what it was called goes.</summary>
    private static async Task<int> BlankAsync(StoreContext context, string tenant, IReadOnlyCollection<Guid> violations, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var erased = 0;
        foreach (var ids in violations.Chunk(IdsAtOnce))
        {
            erased += await context.Violations.Where(row => row.Tenant == tenant && EF.Parameter(ids).Contains(row.Id)).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.DeviceName, "").SetProperty(row => row.SerialNumber, "").SetProperty(row => row.UserId, "").SetProperty(row => row.UserPrincipalName, "")
                    .SetProperty(row => row.UserDisplayName, "").SetProperty(row => row.Email, "").SetProperty(row => row.ErasedAt, at),
                cancellationToken);
        }

        return erased;
    }

    private static async Task<int> BlankAsync(StoreContext context, string tenant, IReadOnlyCollection<DecisionErasure> decisions, CancellationToken cancellationToken)
    {
        var rows = await RowsAsync(context, tenant, decisions, cancellationToken);
        Blank(rows, decisions);
        var changed = rows.Count(row => context.Entry(row.Row).State == EntityState.Modified);
        await context.SaveChangesAsync(cancellationToken);
        return changed;
    }

    private static async Task<int> BlankAsync(StoreContext context, string tenant, IReadOnlyCollection<KeptRegisterEntry> entries, CancellationToken cancellationToken)
    {
        var erased = 0;
        foreach (var version in entries.GroupBy(entry => entry.Record))
        {
            var positions = version.Select(entry => entry.Position).ToArray();
            erased += await context.RegisterEntries.Where(row => row.Tenant == tenant && row.Record == version.Key && EF.Parameter(positions).Contains(row.Position) && row.Content != "")
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Content, ""), cancellationToken);
        }

        return erased;
    }

    private static async Task<IReadOnlyList<(DecisionRecord Record, long Sequence, object Row)>> RowsAsync(
        StoreContext context, string tenant, IReadOnlyCollection<DecisionErasure> decisions, CancellationToken cancellationToken)
    {
        var rows = new List<(DecisionRecord, long, object)>();
        foreach (var kind in decisions.GroupBy(decision => decision.Record))
        {
            foreach (var numbers in kind.Select(decision => decision.Sequence).Chunk(IdsAtOnce))
            {
                rows.AddRange(kind.Key switch
                {
                    DecisionRecord.Exception => (await context.ExceptionDecisions.Where(row => row.Tenant == tenant && EF.Parameter(numbers).Contains(row.Sequence)).ToListAsync(cancellationToken)).Select(row => (kind.Key, row.Sequence, (object)row)),
                    DecisionRecord.Review => (await context.ReviewDecisions.Where(row => row.Tenant == tenant && EF.Parameter(numbers).Contains(row.Sequence)).ToListAsync(cancellationToken)).Select(row => (kind.Key, row.Sequence, (object)row)),
                    DecisionRecord.Release => (await context.GateReleases.Where(row => row.Tenant == tenant && EF.Parameter(numbers).Contains(row.Sequence)).ToListAsync(cancellationToken)).Select(row => (kind.Key, row.Sequence, (object)row)),
                    DecisionRecord.Excuse => (await context.ExcusingActs.Where(row => row.Tenant == tenant && EF.Parameter(numbers).Contains(row.Sequence)).ToListAsync(cancellationToken)).Select(row => (kind.Key, row.Sequence, (object)row)),
                    _ => (await context.LegalHolds.Where(row => row.Tenant == tenant && EF.Parameter(numbers).Contains(row.Sequence)).ToListAsync(cancellationToken)).Select(row => (kind.Key, row.Sequence, (object)row)),
                });
            }
        }

        return rows;
    }

    private static void Blank(IReadOnlyList<(DecisionRecord Record, long Sequence, object Row)> rows, IReadOnlyCollection<DecisionErasure> decisions)
    {
        var wanted = decisions.ToDictionary(decision => (decision.Record, decision.Sequence));
        foreach (var (record, sequence, row) in rows)
        {
            Blank(row, wanted[(record, sequence)]);
        }
    }

    private static void Blank(object row, DecisionErasure wanted)
    {
        switch (row)
        {
            case ExceptionDecisionRow exception:
                (exception.Author, exception.AuthorSource) = Blank(exception.Author, exception.AuthorSource, wanted.Author);
                exception.Role = Erased.From(exception.Role);
                exception.Reason = Erased.From(exception.Reason);
                exception.Why = exception.Why is { } why ? Erased.From(why) : null;
                exception.Mitigations = exception.Mitigations is { } measures ? StoreJson.Write([.. StoreJson.ReadTexts(measures).Select(Erased.From)]) : null;
                exception.Target = wanted.Target && exception is { Target.Length: > 0, TargetKind: not (Exceptions.WaiverTargetKind.Category or Exceptions.WaiverTargetKind.Fleet) } ? Erased.Text : exception.Target;
                break;
            case ReviewDecisionRow review:
                (review.Author, review.AuthorSource) = Blank(review.Author, review.AuthorSource, wanted.Author);
                review.Reason = Erased.From(review.Reason);
                break;
            case GateReleaseRow release:
                (release.Author, release.AuthorSource) = Blank(release.Author, release.AuthorSource, wanted.Author);
                release.Reason = Erased.From(release.Reason);
                break;
            case ExcusingActRow step:
                (step.Author, step.AuthorSource) = Blank(step.Author, step.AuthorSource, wanted.Author);
                step.Reason = Erased.From(step.Reason);
                break;
            case LegalHoldRow hold:
                (hold.Author, hold.AuthorSource) = Blank(hold.Author, hold.AuthorSource, wanted.Author);
                hold.Reason = Erased.From(hold.Reason);
                hold.Target = wanted.Target ? Erased.From(hold.Target) : hold.Target;
                hold.UserIds = wanted.Target ? "" : hold.UserIds;
                break;
        }
    }

    /// <summary>How somebody was known stays; their id in the directory goes with the name.</summary>
    private static (string Author, string Source) Blank(string author, string source, bool isErased) => isErased ? (Erased.Text, new Author(Erased.Text, source).Kind) : (author, source);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
