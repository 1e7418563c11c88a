using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Violations.Reviews;

/// <summary>One question that waits for a person, with everything it is asked for.</summary>
public sealed record ReviewCase
{
    /// <summary>Short id.</summary>
    public required string Id { get; init; }

    /// <summary>What makes it one case.</summary>
    public required CaseKey Key { get; init; }

    /// <summary>Name of the subject for people.</summary>
    public required string SubjectName { get; init; }

    /// <summary>The app as inventoried on one of the devices.</summary>
    public required DistinctApp App { get; init; }

    /// <summary>Versions seen, in order of text.</summary>
    public required IReadOnlyList<string> Versions { get; init; }

    /// <summary>Why it matched, on that device.</summary>
    public required Reason Evidence { get; init; }

    /// <summary>How sure the surest match is that waits.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>Policies that wait for the answer.</summary>
    public required IReadOnlyList<string> Policies { get; init; }

    /// <summary>The violations that wait.</summary>
    public required IReadOnlyList<Violation> Waiting { get; init; }

    /// <summary>First sighting among them.</summary>
    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>Devices that wait.</summary>
    public int Devices => Waiting.Select(violation => violation.DeviceId).Distinct(StringComparer.OrdinalIgnoreCase).Count();
}

/// <summary>The questions that wait, made of the violations under review. Pure.</summary>
public static class ReviewCases
{
    /// <summary>Every case that waits, the widest first.</summary>
    public static IReadOnlyList<ReviewCase> Of(string tenant, IEnumerable<Violation> violations, ReviewBook book) =>
        [.. violations.Where(violation => violation.State == ViolationState.Review)
            .GroupBy(violation => KeyOf(violation, book))
            .Select(group => Case(tenant, group.Key, [.. group.OrderBy(violation => violation.FirstSeenAt).ThenBy(violation => violation.Id)]))
            .OrderByDescending(waiting => waiting.Devices).ThenBy(waiting => waiting.App.Name, StringComparer.Ordinal).ThenBy(waiting => waiting.Id, StringComparer.Ordinal)];

    /// <summary>What counts without a question, as the cases it would be: for whoever says that an app is not that product after all.</summary>
    public static IEnumerable<ReviewCase> Counting(string tenant, IEnumerable<Violation> violations) =>
        violations.Where(violation => violation.IsLive && violation.State != ViolationState.Review)
            .GroupBy(violation => CaseKey.OfDoubt(violation.Subject, AppKey.Of(violation.App)))
            .Select(group => Case(tenant, group.Key, [.. group.OrderBy(violation => violation.FirstSeenAt).ThenBy(violation => violation.Id)]));

    /// <summary>
    /// The case of a violation under review. Whether the app is that product comes first; only what is sure, or was confirmed, is asked
    /// for the policy's sake.
    /// </summary>
    public static CaseKey KeyOf(Violation violation, ReviewBook book)
    {
        ArgumentNullException.ThrowIfNull(violation);
        ArgumentNullException.ThrowIfNull(book);
        var app = AppKey.Of(violation.App);
        var doubt = CaseKey.OfDoubt(violation.Subject, app);
        return violation.Severity == Severity.Review && (violation.Confidence > Confidence.Suspected || book.StandingOf(doubt) is { Kind: ReviewDecisionKind.Confirmed })
            ? CaseKey.OfPolicy(violation.PolicyId, violation.Subject, app)
            : doubt;
    }

    private static ReviewCase Case(string tenant, CaseKey key, Violation[] waiting) => new()
    {
        Id = key.Id(tenant),
        Key = key,
        SubjectName = waiting[0].SubjectName,
        App = waiting[0].App,
        Versions = [.. waiting.Select(violation => violation.App.Version).Where(version => version.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        Evidence = waiting[0].Evidence,
        Confidence = waiting.Max(violation => violation.Confidence),
        Policies = [.. waiting.Select(violation => violation.PolicyId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        Waiting = waiting,
        FirstSeenAt = waiting[0].FirstSeenAt,
    };
}
