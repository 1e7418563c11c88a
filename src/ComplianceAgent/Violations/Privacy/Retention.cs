using System.Globalization;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Gate;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations.Privacy;

/// <summary>An event that speaks of no single violation, as far as retention has to know it.</summary>
/// <param name="Sequence">Number.</param>
/// <param name="Kind">What happened.</param>
/// <param name="At">When.</param>
/// <param name="Parameters">Parameters of its reason.</param>
public sealed record GeneralEvent(long Sequence, ViolationEventKind Kind, DateTimeOffset At, IReadOnlyDictionary<string, string> Parameters);

/// <summary>What retention has to look at.</summary>
public sealed record RetentionInput
{
    /// <summary>What ended before this moment is past retention.</summary>
    public required DateTimeOffset Before { get; init; }

    /// <summary>Violations that ended before and were not erased yet.</summary>
    public required IReadOnlyCollection<Violation> Ended { get; init; }

    /// <summary>Violations that legal holds keep.</summary>
    public required IReadOnlyCollection<Violation> Held { get; init; }

    /// <summary>The holds.</summary>
    public required LegalHoldBook Holds { get; init; }

    /// <summary>References of the exceptions that events of held violations name.</summary>
    public required IReadOnlySet<string> HeldExceptions { get; init; }

    /// <summary>Decisions about exceptions.</summary>
    public required IReadOnlyList<WaiverDecision> Exceptions { get; init; }

    /// <summary>Decisions about suspected matches.</summary>
    public required IReadOnlyList<ReviewDecision> Reviews { get; init; }

    /// <summary>Closings that people let go.</summary>
    public required IReadOnlyList<GateRelease> Releases { get; init; }

    /// <summary>Excusing acts.</summary>
    public required ExcusingBook Excuses { get; init; }

    /// <summary>Violations that are live or ended later: what was released of them is still told.</summary>
    public required Func<Guid, bool> IsRecent { get; init; }

    /// <summary>Exceptions of registers as they were.</summary>
    public required IReadOnlyCollection<KeptRegisterEntry> RegisterEntries { get; init; }

    /// <summary>Events of no single violation that have a personal part.</summary>
    public required IReadOnlyCollection<GeneralEvent> Events { get; init; }
}

/// <summary>
/// Says what is past retention: cases that ended long enough ago, and what people decided of them. What is still in force, or held, is
/// not. Pure.
/// </summary>
public static class Retention
{
    /// <summary>What to erase.</summary>
    public static ErasureSet Of(RetentionInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var held = input.Held.Select(violation => violation.Id).ToHashSet();
        var exceptions = EndedExceptions(input);
        var reviews = EndedReviews(input);
        var excuses = EndedExcuses(input);
        return new()
        {
            Violations = [.. input.Ended.Where(violation => !held.Contains(violation.Id)).Select(violation => violation.Id)],
            Decisions =
            [
                .. input.Exceptions.Where(decision => exceptions.Contains(decision.Number)).Select(decision => Whole(DecisionRecord.Exception, decision.Sequence)),
                .. reviews.Select(decision => Whole(DecisionRecord.Review, decision.Sequence)),
                .. input.Releases.Where(release => IsPast(input, release, held)).Select(release => Whole(DecisionRecord.Release, release.Sequence)),
                .. input.Excuses.History.Where(step => excuses.Contains(step.Number)).Select(step => Whole(DecisionRecord.Excuse, step.Sequence)),
                .. input.Holds.All.Where(hold => hold.Ended?.At <= input.Before).SelectMany(hold => new[] { hold.Placed, hold.Ended! }).Select(act => Whole(DecisionRecord.Hold, act.Sequence)),
            ],
            RegisterEntries = [.. input.RegisterEntries.Where(entry => EndOf(entry.Waiver.Ask) <= input.Before && !IsHeld(input, entry.Waiver.Reference, entry.Waiver.Ask.Target))],
            Events = [.. input.Events.Where(told => told.At <= input.Before && IsPast(input, told, exceptions, reviews, excuses)).Select(told => told.Sequence)],
        };
    }

    /// <summary>The day on which an exception is over for certain, whatever its policy's time zone.</summary>
    internal static DateTimeOffset EndOf(WaiverDecision asked, WaiverDecision last) => last.Kind is WaiverDecisionKind.Revoked or WaiverDecisionKind.Rejected
        ? last.At
        : EndOf(asked.Ask!);

    /// <inheritdoc cref="EndOf(WaiverDecision, WaiverDecision)"/>
    internal static DateTimeOffset EndOf(WaiverAsk ask) =>
        ask.Until < WaiverTerms.Latest.AddDays(WaiverTerms.MostDays) ? new DateTimeOffset(ask.Until.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddDays(2) : DateTimeOffset.MaxValue;

    private static DecisionErasure Whole(DecisionRecord record, long sequence) => new(record, sequence, Author: true, Target: true);

    private static HashSet<long> EndedExceptions(RetentionInput input) =>
    [
        .. input.Exceptions.GroupBy(decision => decision.Number).Where(group => group.First().Ask is not null)
            .Where(group => EndOf(group.First(), group.Last()) <= input.Before && !IsHeld(input, Waiver.OfStore(group.Key), group.First().Ask!.Target)).Select(group => group.Key),
    ];

    private static bool IsHeld(RetentionInput input, string reference, WaiverTarget target) =>
        input.HeldExceptions.Contains(reference)
        || (target.Kind switch
        {
            WaiverTargetKind.Device => input.Held.Any(violation => Same(violation.DeviceId, target.Value)) || input.Holds.Standing.Any(hold => hold.Kind == LegalHoldKind.Device && Same(hold.Target, target.Value)),
            WaiverTargetKind.Serial => input.Held.Any(violation => Same(violation.Device.SerialNumber, target.Value)),
            WaiverTargetKind.User => input.Held.Any(violation => Same(violation.Device.UserPrincipalName, target.Value) || Same(violation.Device.UserId, target.Value))
                || input.Holds.Standing.Any(hold => hold.Kind == LegalHoldKind.User && (Same(hold.Target, target.Value) || hold.UserIds.Any(id => Same(id, target.Value)))),
            _ => false,
        });

    /// <summary>Decisions that count no longer: another took their place, or they only took one back. While anything is held, what cannot be told to belong to a case stays.</summary>
    private static List<ReviewDecision> EndedReviews(RetentionInput input) => input.Holds.Standing.Count > 0 ? [] :
    [
        .. input.Reviews.GroupBy(decision => decision.CaseId).SelectMany(group => group.Zip(group.Skip(1).Cast<ReviewDecision?>().Append(null)))
            .Where(pair => EndOf(pair.First, pair.Second) <= input.Before).Select(pair => pair.First),
    ];

    /// <summary>Acts that are over; who agreed to one that still counts is still asked.</summary>
    private static HashSet<long> EndedExcuses(RetentionInput input) => input.Holds.Standing.Count > 0 ? [] :
    [
        .. input.Excuses.Acts.Where(act => !act.IsCurrent).Select(act => act.Number)
            .Where(number => input.Excuses.History.Where(step => step.Number == number).Max(step => step.At) <= input.Before),
    ];

    private static DateTimeOffset? EndOf(ReviewDecision decision, ReviewDecision? next) =>
        next?.At ?? (decision.Kind is ReviewDecisionKind.Undone or ReviewDecisionKind.Superseded ? decision.At : null);

    private static bool IsPast(RetentionInput input, GateRelease release, HashSet<Guid> held) =>
        release.At <= input.Before && !release.Violations.Any(id => held.Contains(id) || input.IsRecent(id));

    private static bool IsPast(RetentionInput input, GeneralEvent told, HashSet<long> exceptions, List<ReviewDecision> reviews, HashSet<long> excuses) => told.Kind switch
    {
        ViolationEventKind.ExceptionDecided => NumberIn(told, "exception") is { } number && exceptions.Contains(number),
        ViolationEventKind.ReviewDecided => reviews.Any(decision => decision.At == told.At && told.Parameters.GetValueOrDefault("case") == decision.CaseId),
        ViolationEventKind.ExcuseDecided => NumberIn(told, "act") is { } act && excuses.Contains(act),
        // Which account accepted a rule counts for as long as the rule does.
        ViolationEventKind.RuleAccepted => false,
        ViolationEventKind.LegalHoldPlaced or ViolationEventKind.LegalHoldEnded => NumberIn(told, "hold") is { } hold && input.Holds.Find(hold)?.Ended?.At <= input.Before,
        _ => input.Holds.Standing.Count == 0,
    };

    internal static long? NumberIn(GeneralEvent told, string name) =>
        told.Parameters.TryGetValue(name, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool Same(string one, string other) => one.Length > 0 && one.Trim().Equals(other.Trim(), StringComparison.OrdinalIgnoreCase);
}
