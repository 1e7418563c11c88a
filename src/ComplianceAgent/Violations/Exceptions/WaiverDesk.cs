using System.Globalization;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations.Exceptions;

/// <summary>What a person asks for.</summary>
/// <param name="Kind">Request, approve, reject or revoke.</param>
/// <param name="Author">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
public sealed record WaiverRequest(WaiverDecisionKind Kind, Author Author, string Reason, DateTimeOffset At)
{
    /// <summary>What is asked for; only for a request.</summary>
    public WaiverAsk? Ask { get; init; }

    /// <summary>Number of the exception; not for a request.</summary>
    public long Number { get; init; }

    /// <summary>The role in which it is approved.</summary>
    public string Role { get; init; } = "";
}

/// <summary>What becomes of a request: faults and nothing else, or what to write.</summary>
/// <param name="Faults">Why it is refused; nothing is then written.</param>
/// <param name="Decision">The decision to add; its sequence is the next one.</param>
/// <param name="Waiver">The exception as it then is.</param>
/// <param name="Changes">What it does to violations at once.</param>
public sealed record WaiverOutcome(IReadOnlyList<Reason> Faults, WaiverDecision? Decision, Waiver? Waiver, IReadOnlyList<ViolationChange> Changes);

/// <summary>Decides about exceptions: pure, from what is known to what is to be written, so that the store can do it within one transaction.</summary>
/// <param name="tenant">Tenant key.</param>
/// <param name="violations">Every violation of the tenant.</param>
/// <param name="book">What was decided before.</param>
/// <param name="policies">Policies as loaded.</param>
/// <param name="registered">Exceptions of the register: they are not changed here, but may cover what a revoked one no longer does.</param>
public sealed class WaiverDesk(
    string tenant, IReadOnlyCollection<Violation> violations, WaiverBook book, IReadOnlyCollection<Policy> policies, IReadOnlyCollection<Waiver> registered)
{
    /// <summary>Code of the fault that requester and approver are one person.</summary>
    internal const string OwnRequestCode = "exception-own-request";

    /// <summary>Decides.</summary>
    public WaiverOutcome Decide(WaiverRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var faults = request.Kind == WaiverDecisionKind.Requested ? AskFaults(request) : DecisionFaults(request);
        return faults.Count > 0 ? new(faults, null, null, []) : Decided(request);
    }

    private WaiverOutcome Decided(WaiverRequest request)
    {
        var sequence = book.LastSequence + 1;
        var decision = new WaiverDecision
        {
            Tenant = tenant,
            Sequence = sequence,
            Number = request.Kind == WaiverDecisionKind.Requested ? sequence : request.Number,
            Kind = request.Kind,
            Author = request.Author,
            Role = request.Role,
            Reason = request.Reason,
            At = request.At,
            Ask = request.Ask,
        };
        var after = book.With(decision);
        return new([], decision, after.Find(decision.Number), [.. Changes(request, after)]);
    }

    /// <summary>An approval excuses at once and a revocation ends at once; a violation that another exception covers stays excused.</summary>
    private IEnumerable<ViolationChange> Changes(WaiverRequest request, WaiverBook after)
    {
        if (request.Kind is not (WaiverDecisionKind.Approved or WaiverDecisionKind.Revoked))
        {
            return [];
        }

        var rules = new WaiverRules(policies, after.Waivers.Concat(registered), request.At);
        var waiver = rules.Find(Waiver.OfStore(request.Number))!;
        var history = new EarlierDevices(violations);
        var concerned = violations.Where(violation => request.Kind == WaiverDecisionKind.Revoked
            ? WaiverRules.ReferenceOf(violation) == waiver.Reference
            : violation.State == ViolationState.Open && violation.PolicyId == waiver.Ask.PolicyId && rules.CandidatesOf(violation, history.Of(violation)).Contains(waiver));
        return Excepting.Decide(concerned, rules, history, request.At);
    }

    private List<Reason> AskFaults(WaiverRequest request)
    {
        var asked = request.Ask ?? throw new ArgumentException("A request asks for something.", nameof(request));
        var ask = asked.Under(FormerIds.Of(policies));
        return policies.FirstOrDefault(policy => policy.Id == ask.PolicyId) is { } policy
            ? [.. WaiverTerms.FaultsOf(ask, policy), .. EndFaults(ask, policy, request.At)]
            : [Reason.Of("exception-policy-not-in-force", ("policy", ask.PolicyId))];
    }

    private IReadOnlyList<Reason> DecisionFaults(WaiverRequest request)
    {
        if (book.Find(request.Number) is not { } waiver)
        {
            return [Reason.Of("exception-unknown", ("exception", Waiver.OfStore(request.Number)))];
        }

        var expected = request.Kind == WaiverDecisionKind.Revoked ? WaiverState.Approved : WaiverState.Requested;
        if (waiver.State != expected)
        {
            return [WrongState(waiver, expected)];
        }

        return request.Kind switch
        {
            WaiverDecisionKind.Approved => [.. OwnRequest(request, waiver), .. AskFaults(request with { Ask = waiver.Ask })],
            WaiverDecisionKind.Revoked when StatusOf(waiver, request.At) == WaiverStatus.Expired => [Reason.Of("exception-ended-already", ("exception", waiver.Reference), ("until", WaiverReasons.Day(waiver.Ask.Until)))],
            _ => [],
        };
    }

    private WaiverStatus StatusOf(Waiver waiver, DateTimeOffset at) => new WaiverRules(policies, [waiver], at).StatusOf(waiver);

    /// <summary>An exception for days that have passed would rewrite what was overdue then.</summary>
    private static IEnumerable<Reason> EndFaults(WaiverAsk ask, Policy policy, DateTimeOffset at) =>
        WaiverTerms.Days(ask) >= 1 && ask.Until < DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, policy.TimeZone).DateTime)
            ? [Reason.Of("exception-in-the-past", ("until", WaiverReasons.Day(ask.Until)))]
            : [];

    private static IEnumerable<Reason> OwnRequest(WaiverRequest request, Waiver waiver) =>
        request.Author.IsSamePersonAs(waiver.Requester)
            ? [Reason.Of(OwnRequestCode, ("person", request.Author.Person))]
            : [];

    private static Reason WrongState(Waiver waiver, WaiverState expected)
    {
        var (who, when) = waiver.State switch
        {
            WaiverState.Requested => (waiver.Requester.Name, waiver.RequestedAt),
            WaiverState.Approved => (waiver.Approver!.Name, waiver.ApprovedAt),
            _ => (waiver.EndedBy!.Name, waiver.EndedAt),
        };
        return Reason.Of(
            expected == WaiverState.Approved ? "exception-not-approved" : "exception-decided-already",
            ("exception", waiver.Reference), ("state", waiver.State.ToString().ToLowerInvariant()), ("person", who),
            ("date", when?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? ""));
    }
}
