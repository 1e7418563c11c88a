using System.Collections.Immutable;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations.Store;

/// <summary>A <see cref="WaiverDecision"/> in columns; what is asked for stands with the request alone. Rows are only ever added.</summary>
internal sealed class ExceptionDecisionRow
{
    public required string Tenant { get; set; }

    /// <summary>From 1 without gaps, per tenant: a scan that has not seen the last one may not be stored.</summary>
    public long Sequence { get; set; }

    public long Number { get; set; }

    public WaiverDecisionKind Kind { get; set; }

    public required string Author { get; set; }

    public required string AuthorSource { get; set; }

    public required string Role { get; set; }

    public required string Reason { get; set; }

    public DateTimeOffset At { get; set; }

    public string? PolicyId { get; set; }

    public string? Subject { get; set; }

    public WaiverTargetKind? TargetKind { get; set; }

    /// <summary>A device, serial number, person or category: personal data.</summary>
    public string? Target { get; set; }

    public string? ReasonCode { get; set; }

    public string? Why { get; set; }

    public DateOnly? FirstDay { get; set; }

    public DateOnly? LastDay { get; set; }

    /// <summary>A JSON array of texts.</summary>
    public string? Mitigations { get; set; }

    public static ExceptionDecisionRow From(WaiverDecision decision) => new()
    {
        Tenant = decision.Tenant,
        Sequence = decision.Sequence,
        Number = decision.Number,
        Kind = decision.Kind,
        Author = decision.Author.Name,
        AuthorSource = decision.Author.Source,
        Role = decision.Role,
        Reason = decision.Reason,
        At = decision.At,
        PolicyId = decision.Ask?.PolicyId,
        Subject = decision.Ask?.Subject,
        TargetKind = decision.Ask?.Target.Kind,
        Target = decision.Ask?.Target.Value,
        ReasonCode = decision.Ask?.ReasonCode,
        Why = decision.Ask?.Why,
        FirstDay = decision.Ask?.From,
        LastDay = decision.Ask?.Until,
        Mitigations = decision.Ask is { } ask ? StoreJson.Write(ask.Mitigations) : null,
    };

    public WaiverDecision ToDecision() => new()
    {
        Tenant = Tenant,
        Sequence = Sequence,
        Number = Number,
        Kind = Kind,
        Author = new Author(Author, AuthorSource),
        Role = Role,
        Reason = Reason,
        At = At,
        Ask = PolicyId is null ? null : ToAsk(),
    };

    private WaiverAsk ToAsk() => new()
    {
        PolicyId = PolicyId!,
        Subject = Subject ?? "",
        Target = new WaiverTarget(TargetKind ?? WaiverTargetKind.Device, Target ?? ""),
        ReasonCode = ReasonCode ?? "",
        Why = Why ?? "",
        From = FirstDay ?? DateOnly.MinValue,
        Until = LastDay ?? DateOnly.MinValue,
        Mitigations = Mitigations is { } json ? StoreJson.ReadTexts(json) : ImmutableArray<string>.Empty,
    };
}
