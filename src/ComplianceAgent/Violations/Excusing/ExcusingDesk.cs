using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations.Excusing;

/// <summary>What a person decides about acts.</summary>
/// <param name="Step">Approved or refused.</param>
/// <param name="Numbers">Numbers of acts; all of them or none.</param>
/// <param name="Author">Who.</param>
/// <param name="Reason">Why; may be empty for an approval.</param>
/// <param name="At">When.</param>
public sealed record ExcusingRequest(ExcusingStep Step, IReadOnlyCollection<long> Numbers, Author Author, string Reason, DateTimeOffset At);

/// <summary>What becomes of a request: faults and nothing else, or what to write.</summary>
/// <param name="Faults">Why it is refused.</param>
/// <param name="Acts">The acts as they then stand.</param>
/// <param name="Steps">Steps to add.</param>
/// <param name="Reviews">Dismissals that count from now on.</param>
/// <param name="Changes">What that does to violations at once; acts of files are let go by the next scan.</param>
public sealed record ExcusingDecided(
    IReadOnlyList<Reason> Faults, IReadOnlyList<ExcusingAct> Acts, IReadOnlyList<ExcusingDecision> Steps, IReadOnlyList<ReviewDecision> Reviews, IReadOnlyList<ViolationChange> Changes)
{
    /// <summary>Acts that the person proposed and tried to approve: told in the audit.</summary>
    public IReadOnlyList<long> Own { get; init; } = [];
}

/// <summary>Decides excusing acts of people: pure, from what is known to what is to be written, so that the store can do it within one transaction.</summary>
/// <param name="tenant">Tenant key.</param>
/// <param name="reviews">The desk at which cases are decided.</param>
/// <param name="book">The acts so far.</param>
public sealed class ExcusingDesk(string tenant, ReviewDesk reviews, ExcusingBook book)
{
    /// <summary>Code of the fault that the person's word would free violations, and they did not prove who they are.</summary>
    public const string ProofCode = "excuse-needs-proof";

    private const string OwnCode = "excuse-own";

    /// <summary>
    /// Decides cases: a dismissal that frees violations waits for a second person, and the second dismissal of a case, by another account,
    /// is that person's word. Confirming and taking back need one.
    /// </summary>
    public ReviewOutcome Decide(ReviewRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var outcome = reviews.Decide(request);
        if (outcome.Faults.Count > 0)
        {
            return outcome;
        }

        var steps = new List<ExcusingDecision>();
        if (request.Kind != ReviewDecisionKind.Dismissed)
        {
            foreach (var act in outcome.Decisions.Select(decision => book.DismissalOf(decision.CaseId)).OfType<ExcusingAct>())
            {
                steps.Add(Step(steps, act.Number, ExcusingStep.Superseded, act.Matter, request.Author, request.Reason, request.At));
            }

            return outcome with { Acts = steps };
        }

        var own = outcome.Cases.Where(decided => decided.Changes.Count > 0 && request.Persons > 1).Select(decided => PendingOf(decided.CaseId)).OfType<ExcusingAct>()
            .Where(act => request.Author.IsSamePersonAs(act.By)).ToList();
        if (own.Count == 0 && !request.MayFree && outcome.Cases.Any(decided => decided.Changes.Count > 0 && (request.Persons < 2 || PendingOf(decided.CaseId) is not null)))
        {
            return new([Reason.Of(ProofCode)], [], 0, 0);
        }

        return own.Count > 0
            ? new([.. own.Select(act => ExcusingRules.FaultOf(act, act.Number, ExcusingStep.Approved, request.Author)!)], [], 0, 0) { Own = [.. own.Select(act => act.Number)] }
            : outcome with { Cases = [.. outcome.Cases.Select(decided => Dismiss(request, decided, steps))], Acts = steps };
    }

    /// <summary>Approves or refuses acts.</summary>
    public ExcusingDecided Decide(ExcusingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var numbers = request.Numbers.Distinct().ToList();
        var faults = numbers.Select(number => ExcusingRules.FaultOf(book.Find(number), number, request.Step, request.Author)).OfType<Reason>().ToList();
        if (faults.Count > 0)
        {
            return Refused(faults) with { Own = [.. numbers.Where(number => ExcusingRules.FaultOf(book.Find(number), number, request.Step, request.Author)?.Code == OwnCode)] };
        }

        var (steps, decisions, changes) = (new List<ExcusingDecision>(), new List<ReviewDecision>(), new List<ViolationChange>());
        foreach (var act in numbers.Select(number => book.Find(number)!))
        {
            steps.Add(Step(steps, act.Number, request.Step, act.Matter, request.Author, request.Reason, request.At));
            if (request.Step != ExcusingStep.Approved || act.Matter.Kind != ExcusingKind.CaseDismissed)
            {
                continue;
            }

            var dismissal = reviews.Decide(new ReviewRequest(ReviewDecisionKind.Dismissed, [act.Matter.What], act.By, act.Reason, request.At));
            faults.AddRange(dismissal.Faults);
            decisions.AddRange(dismissal.Decisions);
            changes.AddRange(dismissal.Changes);
        }

        var after = book.With(steps);
        return faults.Count > 0 ? Refused(faults) : new([], [.. numbers.Select(number => after.Find(number)!)], steps, decisions, changes);
    }

    private static ExcusingDecided Refused(IReadOnlyList<Reason> faults) => new(faults, [], [], [], []);

    private DecidedCase Dismiss(ReviewRequest request, DecidedCase decided, List<ExcusingDecision> steps)
    {
        if (decided.Decision is null || decided.Changes.Count == 0)
        {
            return decided;
        }

        var pending = PendingOf(decided.CaseId);
        var matter = pending?.Matter ?? MatterOf(decided);
        var isAlone = ExcusingRules.Judge(matter.Violations, ExcusingState.Pending, request.Persons).Counts;
        var step = isAlone ? ExcusingStep.Alone : pending is null ? ExcusingStep.Proposed : ExcusingStep.Approved;
        steps.Add(Step(steps, pending?.Number ?? Next(steps), step, matter, request.Author, request.Reason, request.At));
        return step switch
        {
            ExcusingStep.Proposed => decided with { Decision = null, Changes = [], Waits = book.With(steps).Find(steps[^1].Number) },
            ExcusingStep.Approved => decided with { Decision = decided.Decision with { Author = pending!.By, Reason = pending.Reason } },
            _ => decided,
        };
    }

    private static ExcusingMatter MatterOf(DecidedCase decided) => new()
    {
        Kind = ExcusingKind.CaseDismissed,
        PolicyId = decided.Decision!.PolicyId,
        What = decided.CaseId,
        About = $"{decided.Decision.App.Name} → {decided.Decision.SubjectName}",
        Violations = decided.Changes.Count,
        Devices = decided.Decision.Devices,
    };

    private ExcusingAct? PendingOf(string caseId) => book.DismissalOf(caseId) is { State: ExcusingState.Pending } act ? act : null;

    private long Next(List<ExcusingDecision> steps) => book.LastSequence + steps.Count + 1;

    private ExcusingDecision Step(List<ExcusingDecision> steps, long number, ExcusingStep step, ExcusingMatter matter, Author author, string reason, DateTimeOffset at) => new()
    {
        Tenant = tenant,
        Sequence = Next(steps),
        Number = number,
        Step = step,
        Matter = matter,
        Author = author,
        Reason = reason,
        At = at,
    };
}
