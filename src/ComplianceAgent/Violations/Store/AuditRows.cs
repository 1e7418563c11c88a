using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Audit;

namespace ComplianceAgent.Violations.Store;

/// <summary>The personal part of an event: who, and why in that person's words. The event commits to it by a salted hash, so that the row can be erased.</summary>
internal sealed class EventPersonRow
{
    public required string Tenant { get; set; }

    /// <summary>The event's number.</summary>
    public long Sequence { get; set; }

    public required string Salt { get; set; }

    /// <summary><see cref="PersonContent"/> as JSON.</summary>
    public required string Content { get; set; }
}

/// <summary>
/// The violation as it was after an event, with its device and user: personal data. The event commits to it by a salted hash, so that the row can
/// be erased. Reports of past days are made of these.
/// </summary>
internal sealed class EventStateRow
{
    public required string Tenant { get; set; }

    /// <summary>The event's number.</summary>
    public long Sequence { get; set; }

    public required string Salt { get; set; }

    /// <summary><see cref="ViolationRow"/> as JSON.</summary>
    public required string Content { get; set; }
}

/// <summary>Who was behind an event.</summary>
/// <param name="Author">Account.</param>
/// <param name="Source">Where the account is known from.</param>
/// <param name="Reason">Why, in the person's words; empty when nothing was asked.</param>
internal sealed record PersonContent(string Author, string Source, string Reason);

/// <summary>One event of the audit trail, for people and exports.</summary>
/// <param name="Anchor">Its link: number and hash.</param>
/// <param name="At">When.</param>
/// <param name="Kind">What.</param>
/// <param name="ScanNumber">In which scan; 0 when a person did it.</param>
/// <param name="ViolationId">To which violation; empty when to none.</param>
/// <param name="Reason">Why.</param>
/// <param name="Author">Who; null when it was no person, or the person was erased.</param>
/// <param name="AuthorSource">Where that account is known from.</param>
/// <param name="Words">Why in the person's words.</param>
/// <param name="IsErased">True when the personal part was erased.</param>
public sealed record AuditEntry(
    AuditAnchor Anchor, DateTimeOffset At, ViolationEventKind Kind, long ScanNumber, Guid ViolationId, Reason Reason, string? Author, string? AuthorSource, string? Words, bool IsErased)
{
    internal static AuditEntry Of(StoredLink<EventContent> link, EventRow row, StoredPart? stored)
    {
        var person = stored is null ? null : StoreJson.ReadPerson(stored.Content);
        return new(
            new AuditAnchor(AuditChain.Events, row.Tenant, row.Sequence, link.Hash), row.At, row.Kind, row.ScanNumber, row.ViolationId, StoreJson.ReadReason(row.ReasonCode, row.Parameters),
            person?.Author, person?.Source, person?.Reason, row.PersonHash.Length > 0 && stored is null);
    }
}
