using System.Collections.Frozen;
using System.Collections.Immutable;
using ComplianceAgent.Policies;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>A rule as it reaches a product: the nearer it names it, the more it counts.</summary>
/// <param name="Rule">Rule.</param>
/// <param name="Distance">0: names the product; 1: its family; 2: its vendor.</param>
internal readonly record struct RuleTarget(CompiledRule Rule, int Distance);

/// <summary>One policy, its rules sorted by what they need to be asked with.</summary>
internal sealed class CompiledPolicy
{
    private readonly FrozenDictionary<string, ImmutableArray<RuleTarget>> byProduct;
    private readonly FrozenDictionary<string, ImmutableArray<CompiledRule>> byVendor;

    /// <param name="policy">Policy.</param>
    /// <param name="index">Its place among the policies.</param>
    /// <param name="firstOrder">How many raw rules the policies before it have.</param>
    /// <param name="catalogue">Catalogue.</param>
    public CompiledPolicy(Policy policy, int index, int firstOrder, CompiledCatalogue catalogue)
    {
        Policy = policy;
        var rules = policy.Rules.OrderBy(rule => rule.Id, StringComparer.Ordinal).Select(rule => new CompiledRule(rule)).ToList();
        byProduct = rules.SelectMany(rule => Targets(rule, catalogue.Source))
            .GroupBy(target => target.Product, target => target.Target, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, Sort, StringComparer.Ordinal);
        byVendor = rules.Where(rule => rule.Source.Vendor is not null)
            .GroupBy(rule => rule.Source.Vendor!, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal);
        AllowLists = [.. rules.Where(rule => rule.Source.AllowList).Select(rule => new AllowList(rule, RuleList.Of(rule.Source, catalogue.Source)))];
        RawRules = [.. RawOf(rules, catalogue.Source).Concat(AllowLists.SelectMany(list => list.Entries).Select(entry => (entry.List.Rule, entry.Patterns, (AllowList?)entry.List)))
            .Select((raw, i) => new RawRule(raw.Item1, raw.Item2, raw.Item3) { Policy = index, Order = firstOrder + i })];
        NeverFlag = [.. policy.NeverFlag.Select(NameMatcher.OfName)];
    }

    /// <summary>The policy.</summary>
    public Policy Policy { get; }

    /// <summary>Products that any rule reaches.</summary>
    public IEnumerable<string> Products => byProduct.Keys;

    /// <summary>Vendors all of whose apps a rule covers.</summary>
    public IEnumerable<string> Vendors => byVendor.Keys;

    /// <summary>Rules and list entries made of patterns, in order of rule.</summary>
    public ImmutableArray<RawRule> RawRules { get; }

    /// <summary>Allow-lists: they are asked about every app.</summary>
    public ImmutableArray<AllowList> AllowLists { get; }

    /// <summary>Names this policy never flags.</summary>
    public ImmutableArray<NameMatcher> NeverFlag { get; }

    /// <summary>Rules that reach a product, nearest first.</summary>
    public ImmutableArray<RuleTarget> RulesFor(CompiledProduct product) => byProduct.TryGetValue(product.Id, out var rules) ? rules : [];

    /// <summary>Rules for everything of a vendor.</summary>
    public ImmutableArray<CompiledRule> RulesForVendor(string vendor) => byVendor.TryGetValue(vendor, out var rules) ? rules : [];

    private static IEnumerable<(CompiledRule Rule, RawPatterns Patterns, AllowList? List)> RawOf(List<CompiledRule> rules, Catalogue catalogue)
    {
        foreach (var rule in rules.Where(rule => rule.Source is { Product: null, Vendor: null, AllowList: false }))
        {
            var patterns = rule.Source.Category is null ? [RawPatterns.Of(rule.Source)] : RuleList.Of(rule.Source, catalogue).Patterns;
            foreach (var each in patterns)
            {
                yield return (rule, each, null);
            }
        }
    }

    private static IEnumerable<(string Product, RuleTarget Target)> Targets(CompiledRule rule, Catalogue catalogue)
    {
        var products = catalogue.Products;
        if (rule.Source.Vendor is { } vendor)
        {
            return products.Values.Where(product => product.Vendor == vendor).Select(product => (product.Id, new RuleTarget(rule, 2)));
        }

        if (rule.Source is { Category: not null, AllowList: false })
        {
            return RuleList.Of(rule.Source, catalogue).Products.Select(product => (product.Id, new RuleTarget(rule, IsNamed(rule.Source, product.Id) ? 0 : 1)));
        }

        if (rule.Source.Product is not { } id || !products.TryGetValue(id, out var named))
        {
            return [];
        }

        var family = rule.Source.Family ? products.Values.Where(product => product.Family == named.Family && product.Id != id) : [];
        return family.Select(product => (product.Id, new RuleTarget(rule, 1))).Prepend((id, new RuleTarget(rule, 0)));
    }

    private static bool IsNamed(PolicyRule rule, string product) => rule.List.Contains(product) || rule.ListEntries.Any(entry => entry.Product == product);

    /// <summary>The order decides which rule a match names, so it may not depend on the order in the file.</summary>
    private static ImmutableArray<RuleTarget> Sort(IEnumerable<RuleTarget> targets) =>
        [.. targets.OrderBy(target => target.Distance).ThenBy(target => target.Rule.Severity ?? Severity.Violation).ThenBy(target => target.Rule.Id, StringComparer.Ordinal)];
}
