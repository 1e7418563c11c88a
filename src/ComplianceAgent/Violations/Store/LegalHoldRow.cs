using ComplianceAgent.Violations.Privacy;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations.Store;

/// <summary>A <see cref="LegalHoldAct"/> in columns. Rows are only ever added.</summary>
internal sealed class LegalHoldRow
{
    private const char Between = ' ';

    public required string Tenant { get; set; }

    /// <summary>From 1 without gaps, per tenant.</summary>
    public long Sequence { get; set; }

    public long Number { get; set; }

    public bool Ends { get; set; }

    public LegalHoldKind Kind { get; set; }

    /// <summary>A violation, device or person: personal data.</summary>
    public required string Target { get; set; }

    /// <summary>Ids of a person, a blank between two.</summary>
    public required string UserIds { get; set; }

    public required string Author { get; set; }

    public required string AuthorSource { get; set; }

    public required string Reason { get; set; }

    public DateTimeOffset At { get; set; }

    public static LegalHoldRow From(LegalHoldAct act) => new()
    {
        Tenant = act.Tenant,
        Sequence = act.Sequence,
        Number = act.Number,
        Ends = act.Ends,
        Kind = act.Kind,
        Target = act.Target,
        UserIds = string.Join(Between, act.UserIds),
        Author = act.Author.Name,
        AuthorSource = act.Author.Source,
        Reason = act.Reason,
        At = act.At,
    };

    public LegalHoldAct ToAct() => new()
    {
        Tenant = Tenant,
        Sequence = Sequence,
        Number = Number,
        Ends = Ends,
        Kind = Kind,
        Target = Target,
        UserIds = [.. UserIds.Split(Between, StringSplitOptions.RemoveEmptyEntries)],
        Author = new Author(Author, AuthorSource),
        Reason = Reason,
        At = At,
    };
}
