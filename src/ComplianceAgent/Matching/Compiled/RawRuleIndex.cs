using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>
/// Picks the raw rules worth asking. Rules with an exact name are found by it, by what it looks like, or by nothing; only patterns
/// are asked one by one.
/// </summary>
internal sealed class RawRuleIndex
{
    private readonly FrozenDictionary<string, ImmutableArray<RawRule>> byWords;
    private readonly FrozenDictionary<string, ImmutableArray<RawRule>> byLookAlike;
    private readonly ImmutableArray<RawRule> patterns;

    public RawRuleIndex(ImmutableArray<RawRule> rules)
    {
        All = rules;
        byWords = Group(rules.Where(IsFoundByName).Select(rule => (rule.ExactWords!, rule)));
        byLookAlike = Group(rules.Where(IsFoundByName).SelectMany(rule => rule.LookAlikeKeys.Select(key => (key, rule))));
        patterns = [.. rules.Where(rule => !IsFoundByName(rule))];
    }

    /// <summary>Every raw rule.</summary>
    public ImmutableArray<RawRule> All { get; }

    /// <summary>Rules that may fit.</summary>
    public IEnumerable<RawRule> Candidates(AppProbe app)
    {
        if (byWords.Count == 0)
        {
            return patterns;
        }

        var found = new HashSet<RawRule>(patterns);
        Add(found, byWords, app.Name.Text);
        Add(found, byWords, app.Name.Core);
        foreach (var form in app.LookAlikeForms)
        {
            Add(found, byLookAlike, form.Joined);
        }

        return found;
    }

    /// <summary>An exact name whose words are all of it; a name made of signs has none and is asked like a pattern.</summary>
    private static bool IsFoundByName(RawRule rule) => rule.ExactWords is { Length: > 0 };

    private static void Add(HashSet<RawRule> found, FrozenDictionary<string, ImmutableArray<RawRule>> index, string key)
    {
        if (index.TryGetValue(key, out var rules))
        {
            found.UnionWith(rules);
        }
    }

    private static FrozenDictionary<string, ImmutableArray<RawRule>> Group(IEnumerable<(string Key, RawRule Rule)> rules) => rules
        .GroupBy(entry => entry.Key, entry => entry.Rule, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal);
}
