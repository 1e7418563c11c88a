using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>
/// Picks, of the raw rules of all policies, those worth asking. Every rule waits under the one of its patterns that tells most: an
/// exact text under its hash, a glob under the longest piece between its wildcards. Only regular expressions alone, and globs
/// without any such piece, are asked about every app.
/// </summary>
internal sealed class RawRuleIndex
{
    private readonly FrozenDictionary<string, ImmutableArray<RawRule>> byIdentifier;
    private readonly FrozenDictionary<string, ImmutableArray<RawRule>> byWords;
    private readonly FrozenDictionary<string, ImmutableArray<RawRule>> bySigns;
    private readonly FrozenDictionary<string, ImmutableArray<RawRule>> byLookAlike;
    private readonly FrozenDictionary<string, ImmutableArray<RawRule>> byPublisherKey;
    private readonly FrozenDictionary<string, ImmutableArray<RawRule>> byPublisher;
    private readonly LiteralFinder<RawRule> inIdentifier;
    private readonly LiteralFinder<RawRule> inName;
    private readonly LiteralFinder<RawRule> inPublisher;

    public RawRuleIndex(IEnumerable<RawRule> rules)
    {
        var keys = rules.SelectMany(rule => KeysOf(rule).Select(key => (key.Place, key.Text, Rule: rule))).ToLookup(key => key.Place, key => (key.Text, key.Rule));
        Always = [.. keys[Place.Nowhere].Select(key => key.Rule).Distinct()];
        byIdentifier = Group(keys[Place.Identifier]);
        byWords = Group(keys[Place.Words]);
        bySigns = Group(keys[Place.Signs]);
        byLookAlike = Group(keys[Place.LookAlike]);
        byPublisherKey = Group(keys[Place.PublisherKey]);
        byPublisher = Group(keys[Place.Publisher]);
        inIdentifier = new(keys[Place.InIdentifier]);
        inName = new(keys[Place.InName].Distinct());
        inPublisher = new(keys[Place.InPublisher]);
    }

    /// <summary>Where a rule waits.</summary>
    private enum Place
    {
        Nowhere = 0,
        Identifier,
        Words,
        Signs,
        LookAlike,
        PublisherKey,
        Publisher,
        InIdentifier,
        InName,
        InPublisher,
    }

    /// <summary>Rules asked about every app.</summary>
    public ImmutableArray<RawRule> Always { get; }

    /// <summary>Rules that may fit an app, in their order. Every rule left out is one that does not fit.</summary>
    public ImmutableArray<RawRule> Candidates(RuleProbe probe)
    {
        HashSet<RawRule>? found = null;
        FindByIdentifier(probe, ref found);
        FindByName(probe.App, ref found);
        FindByPublisher(probe, ref found);
        if (found is null)
        {
            return Always;
        }

        found.UnionWith(Always);
        return [.. found.OrderBy(rule => rule.Order)];
    }

    private void FindByIdentifier(RuleProbe probe, ref HashSet<RawRule>? found)
    {
        if (byIdentifier.Count == 0 && inIdentifier.IsEmpty)
        {
            return;
        }

        foreach (var identifier in probe.Identifiers)
        {
            Add(byIdentifier, identifier, ref found);
            inIdentifier.Find(identifier, ref found);
        }
    }

    private void FindByName(AppProbe app, ref HashSet<RawRule>? found)
    {
        if (byWords.Count > 0)
        {
            Add(byWords, app.Name.Text, ref found);
            Add(byWords, app.Name.Core, ref found);
        }

        if (byLookAlike.Count > 0)
        {
            foreach (var form in app.LookAlikeForms)
            {
                Add(byLookAlike, form.Joined, ref found);
            }
        }

        if (bySigns.Count > 0)
        {
            Add(bySigns, app.FoldedName, ref found);
        }

        if (!inName.IsEmpty)
        {
            FindBoth(inName, app.FoldedName, app.Name.Text, ref found);
        }
    }

    private void FindByPublisher(RuleProbe probe, ref HashSet<RawRule>? found)
    {
        if (probe.App.App.Publisher.Length == 0 || (byPublisher.Count == 0 && inPublisher.IsEmpty))
        {
            return;
        }

        Add(byPublisherKey, probe.App.Publisher.Key, ref found);
        Add(byPublisher, probe.FoldedPublisher, ref found);
        Add(byPublisher, probe.App.Publisher.Text, ref found);
        FindBoth(inPublisher, probe.FoldedPublisher, probe.App.Publisher.Text, ref found);
    }

    /// <summary>Looks at a text as it was told and as bare words, which often are the same.</summary>
    private static void FindBoth(LiteralFinder<RawRule> finder, string text, string words, ref HashSet<RawRule>? found)
    {
        finder.Find(text, ref found);
        if (text != words)
        {
            finder.Find(words, ref found);
        }
    }

    private static IEnumerable<(Place Place, string Text)> KeysOf(RawRule rule) =>
        rule.Identifier.Length > 0 ? [Key(rule.Identifier, Place.Identifier, Place.InIdentifier)]
        : rule.Name is { } name ? KeysOfName(name).Concat(rule.LookAlikeKeys.Select(key => (Place.LookAlike, key)))
        : rule.Publisher.Length > 0 ? KeysOfPublisher(rule)
        : [(Place.Nowhere, "")];

    /// <summary>A name is compared as written, and by its words where those are all of it; the words of a glob may be fewer than its signs.</summary>
    private static IEnumerable<(Place Place, string Text)> KeysOfName(NameMatcher name)
    {
        yield return Key(name.Folded, Place.Signs, Place.InName);
        if (name.Words is { Length: > 0 } words)
        {
            yield return Key(words, Place.Words, Place.InName);
        }
    }

    private static IEnumerable<(Place Place, string Text)> KeysOfPublisher(RawRule rule)
    {
        yield return Key(rule.Publisher, Place.Publisher, Place.InPublisher);
        if (rule.PublisherKey.Length > 0)
        {
            yield return (Place.PublisherKey, rule.PublisherKey);
        }
    }

    private static (Place Place, string Text) Key(string pattern, Place exact, Place inside)
    {
        var text = Glob.IsGlob(pattern) ? Glob.LongestLiteral(pattern) : pattern;
        return text.Length == 0 ? (Place.Nowhere, "") : (Glob.IsGlob(pattern) ? inside : exact, text);
    }

    private static void Add(FrozenDictionary<string, ImmutableArray<RawRule>> index, string key, ref HashSet<RawRule>? found)
    {
        if (index.TryGetValue(key, out var rules))
        {
            found ??= [];
            found.UnionWith(rules);
        }
    }

    private static FrozenDictionary<string, ImmutableArray<RawRule>> Group(IEnumerable<(string Key, RawRule Rule)> rules) => rules
        .GroupBy(entry => entry.Key, entry => entry.Rule, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal);
}
