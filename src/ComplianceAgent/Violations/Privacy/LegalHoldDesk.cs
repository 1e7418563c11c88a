using System.Globalization;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations.Privacy;

/// <summary>What a person asks of legal holds.</summary>
/// <param name="Author">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
public sealed record LegalHoldRequest(Author Author, string Reason, DateTimeOffset At)
{
    /// <summary>Number of the hold to end; null to place one.</summary>
    public long? Ends { get; init; }

    /// <summary>What to place one on.</summary>
    public LegalHoldKind Kind { get; init; }

    /// <summary>Which.</summary>
    public string Target { get; init; } = "";
}

/// <summary>What becomes of it: a fault and nothing else, or what to write.</summary>
/// <param name="Fault">Why it is refused.</param>
/// <param name="Act">The act to add.</param>
/// <param name="Keeps">Violations that the hold keeps, or kept.</param>
public sealed record LegalHoldOutcome(Reason? Fault, LegalHoldAct? Act, int Keeps);

/// <summary>Decides about legal holds. Pure.</summary>
public sealed class LegalHoldDesk(string tenant, IReadOnlyCollection<Violation> violations, LegalHoldBook book)
{
    /// <summary>Decides.</summary>
    public LegalHoldOutcome Decide(LegalHoldRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Ends is { } number ? End(request, number) : Place(request);
    }

    private LegalHoldOutcome Place(LegalHoldRequest request)
    {
        var target = request.Target.Trim();
        if (request.Kind == LegalHoldKind.Violation && !violations.Any(violation => Guid.TryParse(target, out var id) && violation.Id == id))
        {
            return new(Reason.Of("hold-violation-unknown", ("violation", target)), null, 0);
        }

        var sequence = book.LastSequence + 1;
        var act = new LegalHoldAct
        {
            Tenant = tenant,
            Sequence = sequence,
            Number = sequence,
            Ends = false,
            Kind = request.Kind,
            Target = target,
            UserIds = request.Kind == LegalHoldKind.User ? [.. Person.Of(target, violations).UserIds.Order(StringComparer.Ordinal)] : [],
            Author = request.Author,
            Reason = request.Reason,
            At = request.At,
        };
        return new(null, act, Keeps(new LegalHold(sequence, act.Kind, act.Target, act.UserIds, act, null)));
    }

    private LegalHoldOutcome End(LegalHoldRequest request, long number)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        return book.Find(number) switch
        {
            null => new(Reason.Of("hold-unknown", ("hold", text)), null, 0),
            { Ended: { } ended } => new(Reason.Of("hold-ended-already", ("hold", text), ("date", ended.At.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))), null, 0),
            { } hold => new(
                null,
                new LegalHoldAct
                {
                    Tenant = tenant, Sequence = book.LastSequence + 1, Number = number, Ends = true, Kind = hold.Kind, Target = "", Author = request.Author, Reason = request.Reason, At = request.At,
                },
                Keeps(hold)),
        };
    }

    private int Keeps(LegalHold hold) => LegalHoldBook.KeptBy(hold, violations).Count();
}
