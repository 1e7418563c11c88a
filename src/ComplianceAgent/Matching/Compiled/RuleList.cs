using System.Collections.Immutable;
using ComplianceAgent.Policies;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>The list of a category or allow-list: products of the catalogue with their families, and patterns for the rest.</summary>
/// <param name="Products">Products named.</param>
/// <param name="Patterns">Patterns, in an order that does not depend on the file's.</param>
internal sealed record RuleList(ImmutableArray<CatalogueProduct> Products, ImmutableArray<RawPatterns> Patterns)
{
    /// <summary>Reads the list of a rule.</summary>
    public static RuleList Of(PolicyRule rule, Catalogue catalogue)
    {
        var entries = rule.List.Select(text => catalogue.Products.ContainsKey(text) ? new RuleListEntry { Product = text } : new RuleListEntry { Name = text })
            .Concat(rule.ListEntries).ToList();
        var named = entries.Select(entry => catalogue.Products.GetValueOrDefault(entry.Product ?? "")).OfType<CatalogueProduct>().ToList();
        var families = named.Select(product => product.Family).ToHashSet(StringComparer.Ordinal);
        return new RuleList(
            [.. catalogue.Products.Values.Where(product => families.Contains(product.Family) || named.Contains(product))],
            [.. entries.Where(entry => entry.Product is null).Select(RawPatterns.Of).DistinctBy(patterns => patterns.Key).OrderBy(patterns => patterns.Key, StringComparer.Ordinal)]);
    }
}
