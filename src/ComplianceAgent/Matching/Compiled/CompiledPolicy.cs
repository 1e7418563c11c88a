using System.Collections.Frozen;
using System.Collections.Immutable;
using ComplianceAgent.Policies;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>A rule as it reaches a product: the nearer it names it, the more it counts.</summary>
/// <param name="Rule">Rule.</param>
/// <param name="Distance">0: names the product; 1: its family; 2: its vendor.</param>
internal readonly record struct RuleTarget(PolicyRule Rule, int Distance);

/// <summary>One policy, its rules sorted by what they need to be asked with.</summary>
internal sealed class CompiledPolicy
{
    private readonly FrozenDictionary<string, ImmutableArray<RuleTarget>> byProduct;

    public CompiledPolicy(Policy policy, CompiledCatalogue catalogue)
    {
        Policy = policy;
        var applied = policy.Rules.Where(rule => !rule.IsNotYetApplied).ToList();
        byProduct = applied.SelectMany(rule => Targets(rule, catalogue))
            .GroupBy(target => target.Product, target => target.Target, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, Sort, StringComparer.Ordinal);
        VendorRules = [.. applied.Where(rule => rule.Vendor is not null).OrderBy(rule => rule.Id, StringComparer.Ordinal)];
        RawRules = new RawRuleIndex([.. applied.Where(IsRaw).OrderBy(rule => rule.Id, StringComparer.Ordinal).Select(rule => new RawRule(rule))]);
        NotYetApplied = [.. policy.Rules.Where(rule => rule.IsNotYetApplied)];
        NeverFlag = [.. policy.NeverFlag.Select(NameMatcher.OfName)];
    }

    /// <summary>The policy.</summary>
    public Policy Policy { get; }

    /// <summary>Rules for everything of a vendor.</summary>
    public ImmutableArray<PolicyRule> VendorRules { get; }

    /// <summary>Rules made of patterns.</summary>
    public RawRuleIndex RawRules { get; }

    /// <summary>Rules that are read but not applied.</summary>
    public ImmutableArray<PolicyRule> NotYetApplied { get; }

    /// <summary>Names this policy never flags.</summary>
    public ImmutableArray<NameMatcher> NeverFlag { get; }

    /// <summary>Rules that reach a product, nearest first.</summary>
    public ImmutableArray<RuleTarget> RulesFor(CompiledProduct product) => byProduct.TryGetValue(product.Id, out var rules) ? rules : [];

    private static bool IsRaw(PolicyRule rule) => rule.Product is null && rule.Vendor is null;

    private static IEnumerable<(string Product, RuleTarget Target)> Targets(PolicyRule rule, CompiledCatalogue catalogue)
    {
        var products = catalogue.Source.Products;
        if (rule.Vendor is { } vendor)
        {
            return products.Values.Where(product => product.Vendor == vendor).Select(product => (product.Id, new RuleTarget(rule, 2)));
        }

        if (rule.Product is not { } id || !products.TryGetValue(id, out var named))
        {
            return [];
        }

        var family = rule.Family ? products.Values.Where(product => product.Family == named.Family && product.Id != id) : [];
        return family.Select(product => (product.Id, new RuleTarget(rule, 1))).Prepend((id, new RuleTarget(rule, 0)));
    }

    /// <summary>The order decides which rule a match names, so it may not depend on the order in the file.</summary>
    private static ImmutableArray<RuleTarget> Sort(IEnumerable<RuleTarget> targets) =>
        [.. targets.OrderBy(target => target.Distance).ThenBy(target => target.Rule.Severity ?? Severity.Violation).ThenBy(target => target.Rule.Id, StringComparer.Ordinal)];
}
