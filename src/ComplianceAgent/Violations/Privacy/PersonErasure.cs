using System.Globalization;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Gate;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations.Privacy;

/// <summary>The personal part of an event, read.</summary>
/// <param name="Sequence">Number of the event.</param>
/// <param name="Author">Who was behind it; null when the part tells something else.</param>
/// <param name="Texts">Everything it says.</param>
public sealed record EventPart(long Sequence, Author? Author, IReadOnlyList<string> Texts);

/// <summary>Everything in which a person may be named.</summary>
public sealed record PersonInput
{
    /// <summary>The moment.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Every violation of the tenant.</summary>
    public required IReadOnlyList<Violation> Violations { get; init; }

    /// <summary>The holds.</summary>
    public required LegalHoldBook Holds { get; init; }

    /// <summary>Exceptions of the register as it is now.</summary>
    public required IReadOnlyCollection<Waiver> Registered { get; init; }

    /// <summary>Exceptions of registers as they were, kept for reports of past days.</summary>
    public required IReadOnlyCollection<KeptRegisterEntry> RegisterEntries { get; init; }

    /// <summary>Every act of a hold.</summary>
    public required IReadOnlyList<LegalHoldAct> HoldActs { get; init; }

    /// <summary>Decisions about exceptions.</summary>
    public required IReadOnlyList<WaiverDecision> Exceptions { get; init; }

    /// <summary>Decisions about suspected matches.</summary>
    public required IReadOnlyList<ReviewDecision> Reviews { get; init; }

    /// <summary>Closings that people let go.</summary>
    public required IReadOnlyList<GateRelease> Releases { get; init; }

    /// <summary>Steps of excusing acts.</summary>
    public required IReadOnlyList<ExcusingDecision> Excuses { get; init; }

    /// <summary>Personal parts of events.</summary>
    public required IReadOnlyList<EventPart> Parts { get; init; }

    /// <summary>Events of no single violation that have a personal part.</summary>
    public required IReadOnlyCollection<GeneralEvent> Events { get; init; }
}

/// <summary>What erasing a person would do.</summary>
/// <param name="Refusals">Why it may not be done; empty when it may.</param>
/// <param name="Set">What is erased.</param>
/// <param name="KeptDecisions">Decisions that they made about others, which stay as evidence of who decided.</param>
public sealed record PersonErasurePlan(IReadOnlyList<Reason> Refusals, ErasureSet Set, int KeptDecisions);

/// <summary>
/// Says what of a person may be erased on request, and why not. Nothing is erased while a case of theirs is live or held. What they decided
/// about others stays, as evidence of who decided, until retention takes it. Pure.
/// </summary>
public static class PersonErasure
{
    /// <summary>The plan.</summary>
    public static PersonErasurePlan Of(Person person, PersonInput input)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(input);
        Reason[] refusals = [.. Ambiguous(person), .. Live(person), .. Held(person, input), .. InForce(person, input), .. Registered(person, input)];
        var exceptions = ExceptionsFor(person, input).ToHashSet();
        var holds = input.Holds.All.Where(person.IsTargetOf).Select(hold => hold.Number).ToHashSet();
        return new(
            refusals,
            new ErasureSet
            {
                Violations = [.. person.Records.Where(violation => violation.ErasedAt is null).Select(violation => violation.Id)],
                Decisions = [.. Decisions(person, input, exceptions, holds)],
                Events = [.. Events(person, input, exceptions, holds).Distinct()],
                RegisterEntries = [.. input.RegisterEntries.Where(entry => person.IsTargetOf(entry.Waiver.Ask.Target) || IsAbout(person, entry.Waiver))],
            },
            Kept(person, input, exceptions));
    }

    private static IEnumerable<Reason> Ambiguous(Person person) => person.IsAmbiguous
        ? [Reason.Of("person-ambiguous", ("user", person.Given), ("ids", string.Join(", ", person.UserIds.Order(StringComparer.Ordinal))))]
        : [];

    private static IEnumerable<Reason> Live(Person person) => person.Records.Where(violation => violation.IsLive).Select(violation => Reason.Of(
        "person-violation-live", ("violation", violation.Id.ToString()), ("app", violation.SubjectName), ("device", violation.DeviceId), ("policy", violation.PolicyId),
        ("state", violation.State switch { ViolationState.Review => "under review", ViolationState.Excepted => "excepted", _ => "open" })));

    private static IEnumerable<Reason> Held(Person person, PersonInput input)
    {
        var kept = input.Holds.Keeping(input.Violations);
        return input.Holds.Standing.Where(person.IsTargetOf).Concat(person.Records.Select(violation => kept.GetValueOrDefault(violation.Id)).OfType<LegalHold>())
            .Distinct().OrderBy(hold => hold.Number)
            .Select(hold => Reason.Of("person-held", ("hold", Number(hold.Number)), ("date", hold.Placed.At.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))));
    }

    private static IEnumerable<Reason> InForce(Person person, PersonInput input) => input.Exceptions.GroupBy(decision => decision.Number)
        .Where(group => group.First().Ask is { } ask && person.IsTargetOf(ask.Target) && Retention.EndOf(group.First(), group.Last()) > input.Now)
        .Select(group => Reason.Of("person-exception-live", ("exception", Waiver.OfStore(group.Key)), ("until", WaiverReasons.Day(group.First().Ask!.Until))));

    /// <summary>What the register grants them, it would grant again with the next scan.</summary>
    private static IEnumerable<Reason> Registered(Person person, PersonInput input) => input.Registered
        .Where(waiver => person.IsTargetOf(waiver.Ask.Target) && Retention.EndOf(waiver.Ask) > input.Now)
        .Select(waiver => Reason.Of("person-exception-registered", ("exception", waiver.Reference), ("until", WaiverReasons.Day(waiver.Ask.Until))));

    private static IEnumerable<long> ExceptionsFor(Person person, PersonInput input) =>
        input.Exceptions.Where(decision => decision.Ask is { } ask && person.IsTargetOf(ask.Target)).Select(decision => decision.Number);

    private static IEnumerable<DecisionErasure> Decisions(Person person, PersonInput input, HashSet<long> exceptions, HashSet<long> holds)
    {
        foreach (var decision in input.Exceptions)
        {
            if (exceptions.Contains(decision.Number))
            {
                yield return new(DecisionRecord.Exception, decision.Sequence, person.Is(decision.Author), Target: true);
            }
            else if (!person.Is(decision.Author) && Words(decision).Any(person.IsNamedIn))
            {
                yield return new(DecisionRecord.Exception, decision.Sequence, Author: false, Target: false);
            }
        }

        foreach (var act in input.HoldActs.Where(act => holds.Contains(act.Number) || (!person.Is(act.Author) && person.IsNamedIn(act.Reason))))
        {
            yield return new(DecisionRecord.Hold, act.Sequence, Author: false, Target: holds.Contains(act.Number));
        }

        foreach (var decision in input.Reviews.Where(decision => !person.Is(decision.Author) && person.IsNamedIn(decision.Reason)))
        {
            yield return new(DecisionRecord.Review, decision.Sequence, Author: false, Target: false);
        }

        foreach (var step in input.Excuses.Where(step => !person.Is(step.Author) && person.IsNamedIn(step.Reason)))
        {
            yield return new(DecisionRecord.Excuse, step.Sequence, Author: false, Target: false);
        }

        foreach (var release in input.Releases.Where(release => !person.Is(release.Author) && person.IsNamedIn(release.Reason)))
        {
            yield return new(DecisionRecord.Release, release.Sequence, Author: false, Target: false);
        }
    }

    /// <summary>Named in the words of an exception for somebody else, without having asked for it or approved it.</summary>
    private static bool IsAbout(Person person, Waiver waiver) =>
        !person.Is(waiver.Requester) && (waiver.Approver is null || !person.Is(waiver.Approver)) && person.IsNamedIn(waiver);

    private static IEnumerable<string> Words(WaiverDecision decision) => [decision.Reason, decision.Role, .. decision.Ask is { } ask ? [ask.Why, .. ask.Mitigations] : Array.Empty<string>()];

    private static IEnumerable<long> Events(Person person, PersonInput input, HashSet<long> exceptions, HashSet<long> holds) =>
    [
        .. input.Events.Where(told => told.Kind switch
        {
            ViolationEventKind.ExceptionDecided => Retention.NumberIn(told, "exception") is { } number && exceptions.Contains(number),
            ViolationEventKind.LegalHoldPlaced or ViolationEventKind.LegalHoldEnded => Retention.NumberIn(told, "hold") is { } number && holds.Contains(number),
            _ => false,
        }).Select(told => told.Sequence),
        .. input.Parts.Where(part => (part.Author is null || !person.Is(part.Author)) && part.Texts.Any(person.IsNamedIn)).Select(part => part.Sequence),
    ];

    private static int Kept(Person person, PersonInput input, HashSet<long> exceptions) =>
        input.Exceptions.Count(decision => !exceptions.Contains(decision.Number) && person.Is(decision.Author))
        + input.Reviews.Count(decision => person.Is(decision.Author)) + input.Releases.Count(release => person.Is(release.Author)) + input.HoldActs.Count(act => person.Is(act.Author))
        + input.Excuses.Count(step => person.Is(step.Author));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
