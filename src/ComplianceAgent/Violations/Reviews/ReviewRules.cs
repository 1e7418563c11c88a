using System.Collections.Frozen;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;

namespace ComplianceAgent.Violations.Reviews;

/// <summary>What becomes of a match.</summary>
public enum Triage : byte
{
    /// <summary>It counts.</summary>
    Counts = 0,

    /// <summary>It waits for a person.</summary>
    Waits,

    /// <summary>A person dismissed it: it does not count.</summary>
    Dismissed,
}

/// <summary>What becomes of a match, and by which decision.</summary>
/// <param name="Triage">What becomes of it.</param>
/// <param name="Severity">Severity from here on: a person's yes to what a policy asks makes it a violation.</param>
/// <param name="By">The decision it rests on; null when none was needed or none was made.</param>
public readonly record struct ReviewVerdict(Triage Triage, Severity Severity, ReviewDecision? By);

/// <summary>Which matches count, which wait, and which were dismissed: the policies' thresholds and what people decided. Pure.</summary>
public sealed class ReviewRules
{
    private readonly FrozenDictionary<string, Confidence> thresholds;

    /// <summary>Takes the policies in force and the decisions as they stand.</summary>
    public ReviewRules(IReadOnlyCollection<Policy> policies, ReviewBook book)
    {
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentNullException.ThrowIfNull(book);
        thresholds = policies.ToFrozenDictionary(policy => policy.Id, policy => policy.MinimumConfidence, StringComparer.Ordinal);
        Book = book.Under(FormerIds.Of(policies));
    }

    /// <summary>The decisions.</summary>
    public ReviewBook Book { get; }

    /// <summary>Judges a finding.</summary>
    public ReviewVerdict Judge(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return Judge(finding.PolicyId, finding.Subject, finding.App, finding.Confidence, finding.Severity);
    }

    /// <summary>Judges the match that a violation rests on.</summary>
    public ReviewVerdict Judge(Violation violation)
    {
        ArgumentNullException.ThrowIfNull(violation);
        return Judge(violation.PolicyId, violation.Subject, violation.App, violation.Confidence, violation.Severity);
    }

    /// <summary>Judges the match of an app.</summary>
    public ReviewVerdict Judge(string policyId, string subject, DistinctApp app, Confidence confidence, Severity severity)
    {
        var isSure = confidence >= thresholds.GetValueOrDefault(policyId, Confidence.Strong);
        return Book.IsEmpty
            ? new(isSure && severity != Severity.Review ? Triage.Counts : Triage.Waits, severity, null)
            : Judge(policyId, subject, AppKey.Of(app), confidence, severity, isSure);
    }

    private ReviewVerdict Judge(string policyId, string subject, AppKey app, Confidence confidence, Severity severity, bool isSure)
    {
        var doubt = Book.StandingOf(CaseKey.OfDoubt(subject, app));
        if (doubt is { Kind: ReviewDecisionKind.Dismissed } && confidence <= doubt.Confidence)
        {
            return new(Triage.Dismissed, severity, doubt);
        }

        var asked = severity == Severity.Review ? Book.StandingOf(CaseKey.OfPolicy(policyId, subject, app)) : null;
        if (asked is { Kind: ReviewDecisionKind.Dismissed })
        {
            return new(Triage.Dismissed, severity, asked);
        }

        var isConfirmed = doubt is { Kind: ReviewDecisionKind.Confirmed };
        var answered = asked is null ? severity : Severity.Violation;
        return (isSure || isConfirmed) && answered != Severity.Review
            ? new(Triage.Counts, answered, isSure ? asked : doubt)
            : new(Triage.Waits, answered, null);
    }
}
