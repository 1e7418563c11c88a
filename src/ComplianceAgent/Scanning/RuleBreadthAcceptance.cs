using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Scanning;

/// <summary>Two different people have to accept a rule that hits very much, and both the same meaning of it. Pure.</summary>
public static class RuleBreadthAcceptance
{
    /// <summary>Code of the refusal that both acceptances would be one person's.</summary>
    internal const string OwnCode = "rule-accepted-by-you";

    /// <summary>People it takes.</summary>
    public const int PeopleNeeded = 2;

    /// <summary>Meanings that enough different people accepted.</summary>
    public static IReadOnlySet<string> InEffect(IEnumerable<RuleAcceptance> acceptances) => acceptances
        .GroupBy(acceptance => acceptance.Fingerprint, StringComparer.Ordinal)
        .Where(group => People(group).Count() >= PeopleNeeded)
        .Select(group => group.Key).ToHashSet(StringComparer.Ordinal);

    /// <summary>What one more acceptance would be: told as a reason; the flag says whether it may be given.</summary>
    public static (bool MayAccept, Reason Reason) Judge(HeldRule rule, Author author, IReadOnlyList<RuleAcceptance> given)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(author);
        var people = People(given.Where(acceptance => acceptance.Fingerprint == rule.Meaning)).ToArray();
        if (people.Length >= PeopleNeeded)
        {
            return (false, Reason.Of("rule-accepted-already", ("policy", rule.PolicyId), ("rule", rule.RuleId), ("people", string.Join(", ", people))));
        }

        if (given.Any(acceptance => acceptance.Fingerprint == rule.Meaning && acceptance.Author.IsSamePersonAs(author)))
        {
            return (false, Reason.Of(OwnCode, ("policy", rule.PolicyId), ("rule", rule.RuleId), ("account", author.Person)));
        }

        return (true, people.Length + 1 < PeopleNeeded
            ? Reason.Of("rule-accepted-first", ("policy", rule.PolicyId), ("rule", rule.RuleId), ("account", author.Person))
            : Reason.Of("rule-accepted", ("policy", rule.PolicyId), ("rule", rule.RuleId), ("people", string.Join(", ", people.Append(author.Person)))));
    }

    private static IEnumerable<string> People(IEnumerable<RuleAcceptance> acceptances) =>
        acceptances.Select(acceptance => acceptance.Author.Person).Distinct(StringComparer.OrdinalIgnoreCase);
}
