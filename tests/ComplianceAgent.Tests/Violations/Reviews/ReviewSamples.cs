using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Reviews;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations.Reviews;

/// <summary>A look-alike on phones, and people who look at it.</summary>
internal static class ReviewSamples
{
    public static readonly Author Ann = new("ann@pc-7", Author.OsAccount);

    public static DistinctApp LookAlike { get; } = new(Platform.IOS, "T1kTok", "Acme", "1.0");

    public static CaseKey Doubt { get; } = CaseKey.OfDoubt(Product, AppKey.Of(LookAlike));

    public static ReviewDecision Decision(
        ReviewDecisionKind kind, Confidence confidence = Confidence.Suspected, DistinctApp? app = null, string? askedBy = null, long sequence = 1) => new()
    {
        Tenant = Tenant,
        Sequence = sequence,
        CaseId = "case-" + sequence,
        Kind = kind,
        Cause = askedBy is null ? ReviewCause.Doubt : ReviewCause.Policy,
        PolicyId = askedBy ?? "",
        Subject = Product,
        SubjectName = "TikTok",
        App = app ?? LookAlike,
        Confidence = confidence,
        Author = Ann,
        Reason = "Looked at it",
        At = Day(1),
        Devices = 1,
    };

    public static ReviewBook Book(params ReviewDecision[] decisions) => ReviewBook.Of(decisions);

    /// <summary>A suspected match that waits since day 1.</summary>
    public static Violation Waiting(string device = "phone-1", string policy = Ban, DistinctApp? app = null, Confidence confidence = Confidence.Suspected, Severity severity = Severity.Violation) =>
        Known(Phone(device, "SERIAL-" + device), policy) with { App = app ?? LookAlike, Confidence = confidence, Severity = severity, State = ViolationState.Review };

    public static ReviewDesk Desk(ReviewBook? book = null, params Violation[] violations) => new(Tenant, violations, book ?? ReviewBook.Empty, Day(2));

    public static ReviewRequest Ask(ReviewDecisionKind kind, params string[] cases) => new(kind, cases, Ann, "Looked at it", Day(3)) { Persons = 1 };
}
