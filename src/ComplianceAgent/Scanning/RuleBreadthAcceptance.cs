using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Scanning;

/// <summary>Two different people have to accept a rule that hits very much, and both the same meaning of it. Pure.</summary>
public static class RuleBreadthAcceptance
{
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

        if (people.Contains(Person(author), StringComparer.OrdinalIgnoreCase))
        {
            return (false, Reason.Of("rule-accepted-by-you", ("policy", rule.PolicyId), ("rule", rule.RuleId), ("account", Person(author))));
        }

        return (true, people.Length + 1 < PeopleNeeded
            ? Reason.Of("rule-accepted-first", ("policy", rule.PolicyId), ("rule", rule.RuleId), ("account", Person(author)))
            : Reason.Of("rule-accepted", ("policy", rule.PolicyId), ("rule", rule.RuleId), ("people", string.Join(", ", people.Append(Person(author))))));
    }

    private static IEnumerable<string> People(IEnumerable<RuleAcceptance> acceptances) =>
        acceptances.Select(acceptance => Person(acceptance.Author)).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>The account without its machine: a container may call itself anything.</summary>
    private static string Person(Author author) => author.Name.LastIndexOf('@') is > 0 and var at ? author.Name[..at] : author.Name;
}
