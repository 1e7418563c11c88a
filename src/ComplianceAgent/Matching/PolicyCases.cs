using System.Collections.Immutable;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Matching;

/// <summary>What came of one case of a policy.</summary>
/// <param name="Case">The case.</param>
/// <param name="Found">The verdict, in the words of <see cref="PolicyCase.Expected"/>.</param>
/// <param name="Why">Each match, then what came near, each with its subject and reason.</param>
public sealed record CaseOutcome(PolicyCase Case, string Found, ImmutableArray<(string Subject, Reason Reason)> Why)
{
    /// <summary>True when the verdict is the one expected.</summary>
    public bool Passed => Found == Case.Expected;
}

/// <summary>Runs the cases that policies carry as their own tests. Pure.</summary>
public static class PolicyCases
{
    /// <summary>Every case of a policy with what came of it, in order.</summary>
    /// <exception cref="PolicyException">The policy cannot be compiled.</exception>
    public static ImmutableArray<CaseOutcome> Run(Policy policy, Catalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var matcher = PolicyMatcher.Compile(new PolicySet([policy], catalogue));
        return [.. policy.Cases.Select(one => Run(policy, matcher, one))];
    }

    /// <summary>
    /// The verdict as one word. Of several matches the gravest counts; a platform the policy does not speak of has none,
    /// as a device of it would have none.
    /// </summary>
    public static string Verdict(Policy policy, DistinctApp app, IReadOnlyCollection<AppMatch> matches)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(app);
        var words = IsOutOfScope(policy, app) ? [] : matches.Select(Word).ToHashSet(StringComparer.Ordinal);
        return Gravest.FirstOrDefault(words.Contains, "none");
    }

    private static readonly string[] Gravest = ["violation", "suspected", "advice"];

    private static CaseOutcome Run(Policy policy, PolicyMatcher matcher, PolicyCase one)
    {
        var verdict = matcher.Explain(one.App).Policies[0];
        var why = verdict.Matches.Select(match => (match.SubjectName, match.Evidence))
            .Concat(verdict.NearMisses.Select(miss => (miss.SubjectName, miss.Reason)));
        return new CaseOutcome(
            one,
            Verdict(policy, one.App, verdict.Matches),
            IsOutOfScope(policy, one.App) ? [(policy.Id, Reason.Of("case-platform-out", ("platform", one.App.Platform.Family().ToString())))] : [.. why]);
    }

    private static bool IsOutOfScope(Policy policy, DistinctApp app) => policy.Scope.For(DeviceOwner.Company, app.Platform.Family()) == Severity.Out;

    private static string Word(AppMatch match) => match switch
    {
        { Severity: Severity.Advice } => "advice",
        { Severity: Severity.Review } or { Confidence: Confidence.Suspected } => "suspected",
        _ => "violation",
    };
}
