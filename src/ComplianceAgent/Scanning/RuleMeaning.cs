using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using ComplianceAgent.Policies;

namespace ComplianceAgent.Scanning;

/// <summary>
/// What a rule says, as one hash: people accept this, and whatever changes it voids what they accepted. It covers every key of the rule,
/// the scope of its policy, and, for a rule that names what the catalogue describes, the catalogue.
/// </summary>
internal static class RuleMeaning
{
    private static readonly JsonSerializerOptions Options = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    /// <summary>Lower-case hex of SHA-256.</summary>
    public static string Of(Policy policy, string ruleId, Catalogue catalogue)
    {
        // Rules of one id in one policy would be refused when loaded; taking all of them needs no proof of that.
        var rules = policy.Rules.Where(rule => rule.Id == ruleId).ToArray();
        var rests = rules.Any(rule => rule.Product is not null || rule.Vendor is not null || rule.Category is not null) ? catalogue.Hash : "";
        return Convert.ToHexStringLower(SHA256.HashData(
            JsonSerializer.SerializeToUtf8Bytes(new { policy.Id, rules, policy.Scope, policy.RecordsPersonOnAdvice, rests }, Options)));
    }

    /// <summary>The rules of a set whose meaning is among those that count as accepted.</summary>
    public static IReadOnlySet<RuleKey> In(PolicySet set, IReadOnlySet<string> accepted) => accepted.Count == 0
        ? new HashSet<RuleKey>()
        : set.Policies.SelectMany(policy => policy.Rules.Select(rule => (Key: new RuleKey(policy.Id, rule.Id), Meaning: Of(policy, rule.Id, set.Catalogue))))
            .Where(rule => accepted.Contains(rule.Meaning)).Select(rule => rule.Key).ToHashSet();
}
