using System.Globalization;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Privacy;
using ComplianceAgent.Violations.Reviews;
using Microsoft.EntityFrameworkCore;

namespace ComplianceAgent.Violations.Store;

/// <summary>What is past retention, what is held, and what there is of one person; every query names its tenant.</summary>
internal static class PrivacyQueries
{
    private const int IdsAtOnce = 500;

    public static async Task<IReadOnlyList<LegalHoldAct>> HoldActsAsync(StoreContext context, string tenant, CancellationToken cancellationToken)
    {
        var rows = await context.LegalHolds.AsNoTracking().Where(row => row.Tenant == tenant).OrderBy(row => row.Sequence).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => row.ToAct());
    }

    /// <summary>Places or ends a hold: the caller's transaction has locked the tenant.</summary>
    public static async Task<LegalHoldOutcome> HoldAsync(StoreContext context, string tenant, LegalHoldRequest request, CancellationToken cancellationToken)
    {
        var knowledge = await StoreQueries.KnowledgeAsync(context, tenant, cancellationToken);
        request = request with { At = NowOf(knowledge.LastScan, request.At) };
        var outcome = new LegalHoldDesk(tenant, knowledge.Violations, LegalHoldBook.Of(await HoldActsAsync(context, tenant, cancellationToken))).Decide(request);
        if (outcome.Act is { } act)
        {
            context.LegalHolds.Add(LegalHoldRow.From(act));
            await context.SaveChangesAsync(cancellationToken);
            var number = act.Number.ToString(CultureInfo.InvariantCulture);
            var told = new PendingEvent(
                act.Ends ? ViolationEventKind.LegalHoldEnded : ViolationEventKind.LegalHoldPlaced, Guid.Empty,
                act.Ends ? Reason.Of("audit-hold-ended", ("hold", number)) : Reason.Of("audit-hold-placed", ("hold", number)), new PersonContent(act.Author.Name, act.Author.Source, act.Reason));
            await EventWriter.WriteAsync(context, tenant, scanNumber: 0, act.At, [told], cancellationToken);
        }

        return outcome;
    }

    /// <summary>Erases what is past retention, or says what would be.</summary>
    public static async Task<ErasureCounts> RetainAsync(StoreContext context, string tenant, RetentionRequest request, bool isDryRun, CancellationToken cancellationToken)
    {
        var now = request.IsTenantsTime ? request.At : await TimeOfAsync(context, tenant, request.At, cancellationToken);
        var set = Retention.Of(await RetentionInputAsync(context, tenant, request.Before(now), cancellationToken));
        return isDryRun
            ? await ErasureWriter.CountAsync(context, tenant, set, request.Reports, cancellationToken)
            : await ErasureWriter.WriteAsync(context, tenant, set, "audit-retention-erased", now, request.Author, request.Reports, cancellationToken);
    }

    /// <summary>Erases a person, or says why not, or what would be erased.</summary>
    public static async Task<PersonErasureOutcome> ErasePersonAsync(StoreContext context, string tenant, PersonRequest request, bool isDryRun, CancellationToken cancellationToken)
    {
        var (person, input, _, _) = await PersonInputAsync(context, tenant, request, cancellationToken);
        var plan = PersonErasure.Of(person, input);
        var counts = plan.Refusals.Count > 0 ? ErasureCounts.None
            : isDryRun ? await ErasureWriter.CountAsync(context, tenant, plan.Set, request.Reports, cancellationToken)
            : await ErasureWriter.WriteAsync(context, tenant, plan.Set, "audit-person-erased", input.Now, request.Author, request.Reports, cancellationToken);
        return new(person, plan.Refusals, counts, plan.KeptDecisions);
    }

    /// <summary>Everything of one person.</summary>
    public static async Task<PersonFile> PersonAsync(StoreContext context, string tenant, PersonRequest request, CancellationToken cancellationToken)
    {
        var (person, input, parts, scan) = await PersonInputAsync(context, tenant, request, cancellationToken);
        var theirs = input.Exceptions.GroupBy(decision => decision.Number)
            .Where(group => group.Any(decision => person.Is(decision.Author) || (decision.Ask is { } ask && person.IsTargetOf(ask.Target)))).SelectMany(group => group);
        Author[] authors =
        [
            .. input.Exceptions.Select(decision => decision.Author), .. input.Reviews.Select(decision => decision.Author), .. input.Releases.Select(release => release.Author),
            .. input.HoldActs.Select(act => act.Author), .. input.Excuses.Select(step => step.Author), .. input.Parts.Select(part => part.Author).OfType<Author>(),
        ];
        var acceptances = await DecisionQueries.AcceptancesAsync(context, tenant, cancellationToken);
        return new()
        {
            Person = person,
            Simulated = scan?.Simulated ?? false,
            At = input.Now,
            Exceptions = [.. theirs],
            Registered = [.. input.RegisterEntries.Select(entry => entry.Waiver).Where(person.IsNamedIn)],
            Reviews = [.. input.Reviews.Where(decision => person.Is(decision.Author))],
            Acceptances = [.. acceptances.Where(acceptance => person.Is(acceptance.Author))],
            Releases = [.. input.Releases.Where(release => person.Is(release.Author))],
            Excuses = [.. input.Excuses.Where(step => person.Is(step.Author))],
            Holds = [.. input.Holds.All.Where(hold => person.IsTargetOf(hold) || person.Is(hold.Placed.Author) || (hold.Ended is { } ended && person.Is(ended.Author)))],
            Events = await EventsAsync(context, tenant, person, parts, cancellationToken),
            AccountsOfThatName = [.. authors.Concat(acceptances.Select(acceptance => acceptance.Author)).Where(author => author.Source == Author.OsAccount && !person.Is(author)).Select(author => author.Person)
                .Where(name => person.KnownAs.Any(address => address.StartsWith(name + "@", StringComparison.OrdinalIgnoreCase))).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)],
        };
    }

    private static async Task<IReadOnlyList<PersonEvent>> EventsAsync(
        StoreContext context, string tenant, Person person, IReadOnlyList<StoredEventPart> parts, CancellationToken cancellationToken)
    {
        var theirs = parts.Where(part => part.IsState).ToLookup(part => part.Part.Sequence, part => part.Content);
        var events = new List<PersonEvent>();
        await foreach (var (link, row, stored, _) in AuditQueries.EventsAsync(context, tenant, after: 0, withStates: false, cancellationToken))
        {
            var entry = AuditEntry.Of(link, row, stored);
            var isTheirs = entry is { Author: { } author, AuthorSource: { } source } && person.Is(new Author(author, source));
            if (isTheirs || person.Has(row.ViolationId) || theirs.Contains(row.Sequence) || (entry.Words is { } words && person.IsNamedIn(words)))
            {
                events.Add(new(entry, [.. theirs[row.Sequence]]));
            }
        }

        return events;
    }

    private static async Task<(Person Person, PersonInput Input, IReadOnlyList<StoredEventPart> Parts, ScanResult? Scan)> PersonInputAsync(
        StoreContext context, string tenant, PersonRequest request, CancellationToken cancellationToken)
    {
        var knowledge = await StoreQueries.KnowledgeAsync(context, tenant, cancellationToken);
        var acts = await HoldActsAsync(context, tenant, cancellationToken);
        var person = Person.Of(request.User, knowledge.Violations, request.Accounts);
        var parts = await EventParts.RowsAsync(context, tenant, part => part.Author is not null || part.Texts.Any(person.IsNamedIn), cancellationToken);
        return (
            person,
            new PersonInput
            {
                Now = NowOf(knowledge.LastScan, request.At),
                Violations = knowledge.Violations,
                Holds = LegalHoldBook.Of(acts),
                HoldActs = acts,
                Exceptions = knowledge.Exceptions.History,
                Reviews = knowledge.Reviews.History,
                Releases = await DecisionQueries.ReleasesAsync(context, tenant, cancellationToken),
                Excuses = knowledge.Excuses.History,
                Registered = [.. request.Registered.Where(entry => entry.Tenant.Length == 0 || entry.Tenant == tenant).Select(entry => entry.Waiver)],
                RegisterEntries = await VersionQueries.EntriesAsync(context, tenant, cancellationToken),
                Parts = [.. parts.Select(part => part.Part)],
                Events = await GeneralEventsAsync(context, tenant, cancellationToken),
            },
            parts,
            knowledge.LastScan);
    }

    private static async Task<RetentionInput> RetentionInputAsync(StoreContext context, string tenant, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var holds = LegalHoldBook.Of(await HoldActsAsync(context, tenant, cancellationToken));
        var held = await HeldAsync(context, tenant, holds, cancellationToken);
        var texts = new SharedTexts();
        var ended = await context.Violations.AsNoTracking()
            .Where(row => row.Tenant == tenant && row.ErasedAt == null && row.State >= ViolationState.Resolved && row.StateSince <= before).ToListAsync(cancellationToken);
        var releases = await DecisionQueries.ReleasesAsync(context, tenant, cancellationToken);
        var recent = releases.Count == 0 ? []
            : (await context.Violations.Where(row => row.Tenant == tenant && (row.State < ViolationState.Resolved || row.StateSince > before)).Select(row => row.Id).ToListAsync(cancellationToken)).ToHashSet();
        return new()
        {
            Before = before,
            Ended = ended.ConvertAll(row => row.ToViolation(texts)),
            Held = held,
            Holds = holds,
            HeldExceptions = await ExceptionsOfAsync(context, tenant, held, cancellationToken),
            Exceptions = (await ExceptionQueries.BookAsync(context, tenant, cancellationToken)).History,
            Reviews = await DecisionQueries.ReviewsAsync(context, tenant, cancellationToken),
            Releases = releases,
            Excuses = await ExcusingQueries.BookAsync(context, tenant, cancellationToken),
            IsRecent = recent.Contains,
            RegisterEntries = await VersionQueries.EntriesAsync(context, tenant, cancellationToken),
            Events = await GeneralEventsAsync(context, tenant, cancellationToken),
        };
    }

    private static async Task<IReadOnlyCollection<Violation>> HeldAsync(StoreContext context, string tenant, LegalHoldBook holds, CancellationToken cancellationToken)
    {
        if (holds.Standing.Count == 0)
        {
            return [];
        }

        var all = (await StoreQueries.KnowledgeAsync(context, tenant, cancellationToken)).Violations;
        var kept = holds.Keeping(all);
        return [.. all.Where(violation => kept.ContainsKey(violation.Id))];
    }

    /// <summary>The exceptions that excused what is held, as its events tell.</summary>
    private static async Task<IReadOnlySet<string>> ExceptionsOfAsync(StoreContext context, string tenant, IReadOnlyCollection<Violation> violations, CancellationToken cancellationToken)
    {
        var exceptions = new HashSet<string>(StringComparer.Ordinal);
        foreach (var ids in violations.Select(violation => violation.Id).Chunk(IdsAtOnce))
        {
            var told = await context.Events.Where(row => row.Tenant == tenant && EF.Parameter(ids).Contains(row.ViolationId) && row.Kind == ViolationEventKind.Excepted)
                .Select(row => new { row.ReasonCode, row.Parameters }).ToListAsync(cancellationToken);
            exceptions.UnionWith(told.Select(row => StoreJson.ReadReason(row.ReasonCode, row.Parameters).Parameters.GetValueOrDefault("exception")).OfType<string>());
        }

        return exceptions;
    }

    /// <summary>Events of no single violation that have a personal part.</summary>
    private static async Task<IReadOnlyCollection<GeneralEvent>> GeneralEventsAsync(StoreContext context, string tenant, CancellationToken cancellationToken)
    {
        var rows = await context.Events.AsNoTracking().Where(row => row.Tenant == tenant && row.ViolationId == Guid.Empty && row.PersonHash != "").OrderBy(row => row.Sequence).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => new GeneralEvent(row.Sequence, row.Kind, row.At, StoreJson.ReadReason(row.ReasonCode, row.Parameters).Parameters));
    }

    /// <summary>What time it is for a tenant.</summary>
    public static async Task<DateTimeOffset> TimeOfAsync(StoreContext context, string tenant, DateTimeOffset clock, CancellationToken cancellationToken)
    {
        var last = await context.Scans.AsNoTracking().Where(row => row.Tenant == tenant).OrderByDescending(row => row.Number).Select(row => row.Result).FirstOrDefaultAsync(cancellationToken);
        return NowOf(last is null ? null : StoreJson.ReadResult(last), clock);
    }

    /// <summary>A simulated tenant has a time of its own.</summary>
    private static DateTimeOffset NowOf(ScanResult? last, DateTimeOffset clock) => last is { Simulated: true } simulated ? simulated.FinishedAt : clock;
}
