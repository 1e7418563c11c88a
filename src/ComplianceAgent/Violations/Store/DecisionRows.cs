using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations.Store;

/// <summary>A <see cref="ReviewDecision"/> in columns. Rows are only ever added.</summary>
internal sealed class ReviewDecisionRow
{
    public required string Tenant { get; set; }

    /// <summary>From 1 without gaps, per tenant: a scan that has not seen the last one may not be stored.</summary>
    public long Sequence { get; set; }

    public required string CaseId { get; set; }

    public ReviewDecisionKind Kind { get; set; }

    public ReviewCause Cause { get; set; }

    public required string PolicyId { get; set; }

    public required string Subject { get; set; }

    public required string SubjectName { get; set; }

    public Platform AppPlatform { get; set; }

    public required string AppName { get; set; }

    public required string AppPublisher { get; set; }

    public required string AppVersion { get; set; }

    public required string AppIdentifier { get; set; }

    public Confidence Confidence { get; set; }

    public required string Author { get; set; }

    public required string AuthorSource { get; set; }

    public required string Reason { get; set; }

    public DateTimeOffset At { get; set; }

    public int Devices { get; set; }

    public long ScanNumber { get; set; }

    public static ReviewDecisionRow From(ReviewDecision decision, long sequence) => new()
    {
        Tenant = decision.Tenant,
        Sequence = sequence,
        CaseId = decision.CaseId,
        Kind = decision.Kind,
        Cause = decision.Cause,
        PolicyId = decision.PolicyId,
        Subject = decision.Subject,
        SubjectName = decision.SubjectName,
        AppPlatform = decision.App.Platform,
        AppName = decision.App.Name,
        AppPublisher = decision.App.Publisher,
        AppVersion = decision.App.Version,
        AppIdentifier = decision.App.Identifier,
        Confidence = decision.Confidence,
        Author = decision.Author.Name,
        AuthorSource = decision.Author.Source,
        Reason = decision.Reason,
        At = decision.At,
        Devices = decision.Devices,
        ScanNumber = decision.ScanNumber,
    };

    public ReviewDecision ToDecision() => new()
    {
        Tenant = Tenant,
        Sequence = Sequence,
        CaseId = CaseId,
        Kind = Kind,
        Cause = Cause,
        PolicyId = PolicyId,
        Subject = Subject,
        SubjectName = SubjectName,
        App = new DistinctApp(AppPlatform, AppName, AppPublisher, AppVersion, AppIdentifier),
        Confidence = Confidence,
        Author = new Author(Author, AuthorSource),
        Reason = Reason,
        At = At,
        Devices = Devices,
        ScanNumber = ScanNumber,
    };
}

/// <summary>A <see cref="RuleAcceptance"/> in columns. Rows are only ever added.</summary>
internal sealed class RuleAcceptanceRow
{
    public required string Tenant { get; set; }

    /// <summary>From 1 without gaps, per tenant.</summary>
    public long Sequence { get; set; }

    public required string PolicyId { get; set; }

    public required string RuleId { get; set; }

    public required string Fingerprint { get; set; }

    public required string Author { get; set; }

    public required string AuthorSource { get; set; }

    public DateTimeOffset At { get; set; }

    public int Devices { get; set; }

    public int Apps { get; set; }

    public double Share { get; set; }

    public static RuleAcceptanceRow From(RuleAcceptance acceptance, long sequence) => new()
    {
        Tenant = acceptance.Tenant,
        Sequence = sequence,
        PolicyId = acceptance.PolicyId,
        RuleId = acceptance.RuleId,
        Fingerprint = acceptance.Fingerprint,
        Author = acceptance.Author.Name,
        AuthorSource = acceptance.Author.Source,
        At = acceptance.At,
        Devices = acceptance.Devices,
        Apps = acceptance.Apps,
        Share = acceptance.Share,
    };

    public RuleAcceptance ToAcceptance() => new()
    {
        Tenant = Tenant,
        Sequence = Sequence,
        PolicyId = PolicyId,
        RuleId = RuleId,
        Fingerprint = Fingerprint,
        Author = new Author(Author, AuthorSource),
        At = At,
        Devices = Devices,
        Apps = Apps,
        Share = Share,
    };
}
