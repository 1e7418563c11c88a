using System.Collections.Immutable;
using ComplianceAgent.Violations.Gate;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations.Store;

/// <summary>A <see cref="GateRelease"/> in columns. Rows are only ever added.</summary>
internal sealed class GateReleaseRow
{
    private const char Between = ' ';

    public required string Tenant { get; set; }

    /// <summary>From 1 without gaps, per tenant.</summary>
    public long Sequence { get; set; }

    public required string PolicyId { get; set; }

    /// <summary>Ids of violations, a blank between two.</summary>
    public required string Violations { get; set; }

    public required string Author { get; set; }

    public required string AuthorSource { get; set; }

    public required string Reason { get; set; }

    public DateTimeOffset At { get; set; }

    public static GateReleaseRow From(GateRelease release, long sequence) => new()
    {
        Tenant = release.Tenant,
        Sequence = sequence,
        PolicyId = release.PolicyId,
        Violations = string.Join(Between, release.Violations),
        Author = release.Author.Name,
        AuthorSource = release.Author.Source,
        Reason = release.Reason,
        At = release.At,
    };

    public GateRelease ToRelease() => new()
    {
        Tenant = Tenant,
        Sequence = Sequence,
        PolicyId = PolicyId,
        Violations = [.. Violations.Split(Between, StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse)],
        Author = new Author(Author, AuthorSource),
        Reason = Reason,
        At = At,
    };
}
