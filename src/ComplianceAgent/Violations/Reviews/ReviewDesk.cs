using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Excusing;

namespace ComplianceAgent.Violations.Reviews;

/// <summary>What a person asks for.</summary>
/// <param name="Kind">Confirm, dismiss, or take back.</param>
/// <param name="CaseIds">Cases; all of them or none.</param>
/// <param name="Author">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
public sealed record ReviewRequest(ReviewDecisionKind Kind, IReadOnlyCollection<string> CaseIds, Author Author, string Reason, DateTimeOffset At)
{
    /// <summary>How many people a dismissal takes that frees violations: 1 or 2.</summary>
    public int Persons { get; init; } = 2;

    /// <summary>False for who may propose that violations are freed, and whose word cannot free them: who did not prove who they are.</summary>
    public bool MayFree { get; init; } = true;
}

/// <summary>One case as decided.</summary>
/// <param name="CaseId">Case.</param>
/// <param name="Decision">The decision to add; null when it stood already.</param>
/// <param name="Before">The decision that stood before; null when there was none.</param>
/// <param name="Changes">What it does to violations now.</param>
public sealed record DecidedCase(string CaseId, ReviewDecision? Decision, ReviewDecision? Before, IReadOnlyList<ViolationChange> Changes)
{
    /// <summary>The dismissal that waits for a second person; null when nothing waits.</summary>
    public ExcusingAct? Waits { get; init; }
}

/// <summary>What becomes of a request: faults and nothing else, or the decisions and changes to write.</summary>
/// <param name="Faults">Why it is refused; nothing is then written.</param>
/// <param name="Cases">The cases, in the order asked for.</param>
/// <param name="FreedDevices">Devices that have no finding left after it.</param>
/// <param name="OtherDevices">Devices concerned that keep another finding.</param>
public sealed record ReviewOutcome(IReadOnlyList<Reason> Faults, IReadOnlyList<DecidedCase> Cases, int FreedDevices, int OtherDevices)
{
    /// <summary>Steps of excusing acts to add.</summary>
    public IReadOnlyList<ExcusingDecision> Acts { get; init; } = [];

    /// <summary>Acts that the person proposed and tried to approve: told in the audit.</summary>
    public IReadOnlyList<long> Own { get; init; } = [];

    /// <summary>Decisions to add.</summary>
    public IEnumerable<ReviewDecision> Decisions => Cases.Select(decided => decided.Decision).OfType<ReviewDecision>();

    /// <summary>Changes to violations.</summary>
    public IEnumerable<ViolationChange> Changes => Cases.SelectMany(decided => decided.Changes);
}

/// <summary>Decides cases: pure, from what is known to what is to be written, so that the store can do it within one transaction.</summary>
public sealed class ReviewDesk
{
    private readonly string tenant;
    private readonly IReadOnlyList<Violation> violations;
    private readonly ReviewBook book;
    private readonly DateTimeOffset? lastScanAsOf;
    private readonly Dictionary<string, ReviewCase> waiting;
    private readonly Dictionary<string, (CaseKey Key, ReviewDecision Newest)> decided;
    private readonly Lazy<Dictionary<string, ReviewCase>> counting;

    /// <summary>Sits down before what is known of a tenant.</summary>
    /// <param name="tenant">Tenant key.</param>
    /// <param name="violations">Every violation of the tenant.</param>
    /// <param name="book">What was decided before.</param>
    /// <param name="lastScanAsOf">The moment the last scan spoke of: the last sighting of what is confirmed.</param>
    public ReviewDesk(string tenant, IReadOnlyList<Violation> violations, ReviewBook book, DateTimeOffset? lastScanAsOf)
    {
        ArgumentNullException.ThrowIfNull(book);
        this.tenant = tenant;
        this.violations = violations;
        this.book = book;
        this.lastScanAsOf = lastScanAsOf;
        Waiting = ReviewCases.Of(tenant, violations, book);
        waiting = Waiting.ToDictionary(open => open.Id, StringComparer.OrdinalIgnoreCase);
        decided = book.Newest.ToDictionary(pair => pair.Key.Id(tenant), pair => (pair.Key, pair.Value), StringComparer.OrdinalIgnoreCase);
        counting = new(() => ReviewCases.Counting(tenant, violations).Where(open => !waiting.ContainsKey(open.Id) && !decided.ContainsKey(open.Id)).ToDictionary(open => open.Id, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>The cases that wait, the widest first.</summary>
    public IReadOnlyList<ReviewCase> Waiting { get; }

    /// <summary>What was decided before.</summary>
    public ReviewBook Book => book;

    /// <summary>Every id that can be named.</summary>
    public IEnumerable<string> KnownIds => waiting.Keys.Concat(decided.Keys).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Decides the cases of a request, all or none.</summary>
    public ReviewOutcome Decide(ReviewRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var ids = request.CaseIds.Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var faults = ids.Select(id => FaultOf(request.Kind, id)).OfType<Reason>().ToList();
        if (faults.Count > 0)
        {
            return new(faults, [], 0, 0);
        }

        var cases = ids.ConvertAll(id => Decide(request, id));
        var (freed, others) = Freed(cases);
        return new([], cases, freed, others);
    }

    private Reason? FaultOf(ReviewDecisionKind kind, string id)
    {
        if (!waiting.ContainsKey(id) && !decided.ContainsKey(id) && !(kind == ReviewDecisionKind.Dismissed && counting.Value.ContainsKey(id)))
        {
            return Reason.Of("review-case-unknown", ("case", id));
        }

        if (kind == ReviewDecisionKind.Undone)
        {
            return StandingOf(id) is null ? Reason.Of("review-nothing-to-undo", ("case", id)) : null;
        }

        // A match of the same app that is surer than what is asked would undo the dismissal with the next scan.
        var surer = kind == ReviewDecisionKind.Dismissed ? Surer(id) : [];
        return surer.Count > 0
            ? Reason.Of("review-surer-elsewhere", ("case", id), ("app", surer[0].App.Name), ("count", surer.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)))
            : null;
    }

    private DecidedCase Decide(ReviewRequest request, string id)
    {
        var before = StandingOf(id);
        if (before?.Kind == request.Kind && !waiting.ContainsKey(id))
        {
            return new(before.CaseId, null, before, []);
        }

        var key = KeyOf(id);
        var decision = Decision(request, id, key, before);
        ViolationChange[] changes = request.Kind switch
        {
            ReviewDecisionKind.Confirmed => [.. Waits(id).Select(violation => Confirmed(violation, key, decision)).OfType<ViolationChange>()],
            ReviewDecisionKind.Dismissed => [.. Dismissible(key, decision.Confidence).Select(violation => Dismissed(violation, decision))],
            _ => [],
        };
        var concerned = request.Kind == ReviewDecisionKind.Confirmed ? Waits(id) : changes.Select(change => change.Violation);
        return new(decision.CaseId, decision with { Devices = concerned.Select(violation => violation.DeviceId).Distinct(StringComparer.OrdinalIgnoreCase).Count() }, before, changes);
    }

    private ReviewDecision Decision(ReviewRequest request, string id, CaseKey key, ReviewDecision? before)
    {
        var example = waiting.GetValueOrDefault(id) ?? CountingOf(id);
        return new()
        {
            Tenant = tenant,
            CaseId = key.Id(tenant),
            Kind = request.Kind,
            Cause = key.Cause,
            PolicyId = key.PolicyId,
            Subject = key.Subject,
            SubjectName = example?.SubjectName ?? decided[id].Newest.SubjectName,
            App = example?.App ?? decided[id].Newest.App,
            Confidence = ConfidenceOf(id),
            Author = request.Author,
            Reason = request.Reason,
            At = request.At,
            Devices = 0,
        };
    }

    /// <summary>A yes to the doubt leaves a policy's own question, where there is one: that is the next case, and the violation stays in review.</summary>
    private static ViolationChange? Confirmed(Violation violation, CaseKey key, ReviewDecision decision)
    {
        if (key.Cause == ReviewCause.Doubt && violation.Severity == Severity.Review)
        {
            return null;
        }

        var reason = ReviewReasons.Confirmed(decision.CaseId);
        var severity = violation.Severity == Severity.Review ? Severity.Violation : violation.Severity;
        return new(
            violation with { State = ViolationState.Open, Severity = severity, StateReason = reason, StateSince = decision.At }, ViolationEventKind.Reclassified, reason);
    }

    private ViolationChange Dismissed(Violation violation, ReviewDecision decision)
    {
        var reason = ReviewReasons.Dismissed(decision.CaseId);
        var lastSeen = violation.NotConfirmedSince ?? (lastScanAsOf > violation.FirstSeenAt ? lastScanAsOf.Value : violation.FirstSeenAt);
        return new(
            violation with { State = ViolationState.Withdrawn, StateReason = reason, StateSince = decision.At, NotConfirmedSince = lastSeen }, ViolationEventKind.Withdrawn, reason);
    }

    /// <summary>A dismissal is a fact about the app: it ends the violation under every policy, also one that opened such a match at once.</summary>
    private IEnumerable<Violation> Dismissible(CaseKey key, Confidence confidence) =>
        Live(key).Where(violation => key.Cause == ReviewCause.Policy || violation.Confidence <= confidence);

    private List<Violation> Surer(string id) =>
        KeyOf(id) is { Cause: ReviewCause.Doubt } key ? [.. Live(key).Where(violation => violation.Confidence > ConfidenceOf(id))] : [];

    private IEnumerable<Violation> Live(CaseKey key) => violations.Where(violation => violation.IsLive && violation.Subject == key.Subject && (key.Cause == ReviewCause.Doubt
        ? AppKey.Of(violation.App) == key.App
        : violation.PolicyId == key.PolicyId && IsAsked(violation, key) && AppKey.Of(violation.App) == key.App));

    /// <summary>Of a policy's question: what waits for it, and what an earlier yes has opened.</summary>
    private bool IsAsked(Violation violation, CaseKey key) =>
        violation.Severity == Severity.Review || (violation.Severity == Severity.Violation && violation.StateReason == ReviewReasons.Confirmed(key.Id(tenant)));

    private Confidence ConfidenceOf(string id) =>
        new[] { waiting.GetValueOrDefault(id)?.Confidence, StandingOf(id)?.Confidence, waiting.ContainsKey(id) ? null : CountingOf(id)?.Confidence ?? decided[id].Newest.Confidence }.Max()!.Value;

    private IReadOnlyList<Violation> Waits(string id) => waiting.GetValueOrDefault(id)?.Waiting ?? [];

    private CaseKey KeyOf(string id) => waiting.TryGetValue(id, out var open) ? open.Key : CountingOf(id)?.Key ?? decided[id].Key;

    /// <summary>A match that counts without a question was never a case; a person may still say that it is not that app.</summary>
    private ReviewCase? CountingOf(string id) => decided.ContainsKey(id) ? null : counting.Value.GetValueOrDefault(id);

    private ReviewDecision? StandingOf(string id) => book.StandingOf(KeyOf(id));

    private (int Freed, int Others) Freed(IReadOnlyCollection<DecidedCase> cases)
    {
        var ended = cases.SelectMany(done => done.Changes).Where(change => !change.Violation.IsLive).Select(change => change.Violation).DistinctBy(violation => violation.Id).ToList();
        var endedIds = ended.Select(violation => violation.Id).ToHashSet();
        var flagged = violations.Where(violation => violation.IsLive && !endedIds.Contains(violation.Id)).Select(violation => violation.DeviceId).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var devices = ended.Select(violation => violation.DeviceId).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return (devices.Count(device => !flagged.Contains(device)), devices.Count(flagged.Contains));
    }
}
